"""Every action and menu of the window, as tables.

Comes in: a ``Verbs`` object that has a method per action. Goes out: ``QAction`` objects
by name, enabled by the session's facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from desktop_unet.ui.icons import icon
from desktop_unet.ui.theme import Theme

Shortcut = str | QKeySequence.StandardKey | tuple[str, ...] | None
Keys = QKeySequence.StandardKey


@dataclass(frozen=True)
class ActionRow:
    """One action.

    Args:
        name: also the verb's name; ``verb:value`` calls the verb with the value.
        text: in menus; ``&`` marks the access key.
        shortcut: one of Qt's standard keys, or one or more key sequences.
        needs: facts of the session that must hold, separated by spaces.
        icon: file name in resources/icons, without suffix.
        group: actions of one group exclude each other and show a check mark.
        tip: for the tool bar, where the text alone says too little.
    """

    name: str
    text: str
    shortcut: Shortcut = None
    needs: str = ""
    icon: str = ""
    group: str = ""
    tip: str = ""


ACTIONS = (
    ActionRow("open", "&Open…", Keys.Open, icon="open", tip="Open a photo"),
    ActionRow("open_sample", "Open Sa&mple"),
    ActionRow("paste", "&Paste Photo", Keys.Paste),
    ActionRow("save_as", "&Save As…", Keys.Save, "photo idle", "save", tip="Save the photo as it stands to a new file"),
    ActionRow("quit", "&Quit", "Ctrl+Q"),
    ActionRow("undo", "&Undo", Keys.Undo, "undo idle", "undo"),
    ActionRow("redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo idle", "redo"),
    ActionRow("clear_mask", "&Clear Mask", "Ctrl+Shift+A", "mask idle"),
    ActionRow("tool:brush", "&Brush", "B", "photo", "brush", "tool"),
    ActionRow("tool:eraser", "&Eraser", "E", "photo", "eraser", "tool"),
    ActionRow("brush_size:-1", "S&maller Brush", "[", "photo"),
    ActionRow("brush_size:1", "&Larger Brush", "]", "photo"),
    ActionRow("run", "&Run", "Ctrl+Return", "photo idle"),
    ActionRow("cancel", "Ca&ncel", "Escape", "restoring"),
    ActionRow("mode:edit", "&Photo", "F5", "photo", "photo", "mode", "The photo as it stands"),
    ActionRow("mode:slider", "&Before / After", "F6", "result", "slider", "mode", "Slide between before and after"),
    ActionRow(
        "mode:variants",
        "S&kip / No Skip",
        "F7",
        "photo idle",
        "variants",
        "mode",
        "With and without skip connections, side by side; runs what is missing",
    ),
    ActionRow("zoom_in", "Zoom &In", Keys.ZoomIn, "photo"),
    ActionRow("zoom_out", "Zoom &Out", Keys.ZoomOut, "photo"),
    ActionRow("fit", "&Fit", "Ctrl+0", "photo", "fit", tip="Show all of the photo"),
    ActionRow("actual_size", "&100 %", "Ctrl+1", "photo", "actual", tip="One photo pixel per screen pixel"),
    ActionRow("theme:system", "Like the &System", group="theme"),
    ActionRow("theme:light", "&Light", group="theme"),
    ActionRow("theme:dark", "&Dark", group="theme"),
    ActionRow("theme:contrast", "High &Contrast", group="theme"),
    ActionRow("language:system", "Like the &System", group="language"),
    ActionRow("language:en", "&English", group="language"),
    ActionRow("language:vi", "&Tiếng Việt", group="language"),
    ActionRow("show_shortcuts", "&Keys and Commands", Keys.HelpContents),
    ActionRow("copy_diagnostics", "Copy &Diagnostics"),
    ActionRow("about", "&About Desktop UNet"),
)

ICONS = {
    "open_sample": "sample",
    "paste": "paste",
    "copy_result": "copy",
    "save_sheet": "sheet",
    "step_photo:1": "next",
    "step_photo:-1": "previous",
    "close_photo": "close",
    "quit": "quit",
    "clear_mask": "clear",
    "invert_mask": "invert",
    "shape_mask:grow": "grow",
    "shape_mask:shrink": "shrink",
    "shape_mask:feather": "feather",
    "load_mask": "load-mask",
    "save_mask": "save-mask",
    "brush_size:-1": "smaller",
    "brush_size:1": "larger",
    "run": "run",
    "preview": "preview",
    "cancel": "cancel",
    "mode:side": "side",
    "mode:four": "four",
    "mode:flip": "flip",
    "mode:difference": "difference",
    "swap": "swap",
    "compare_with": "reference",
    "zoom_in": "zoom-in",
    "zoom_out": "zoom-out",
    "theme:system": "system",
    "theme:light": "light",
    "theme:dark": "dark",
    "theme:contrast": "contrast",
    "language:system": "system",
    "language:en": "language",
    "language:vi": "language",
    "show_shortcuts": "keys",
    "copy_diagnostics": "diagnostics",
    "about": "about",
}
"""Icons of actions whose row names none."""

MENUS: tuple[tuple[str, tuple[str | tuple[str, tuple[str, ...]], ...]], ...] = (
    ("&File", ("open", "open_sample", "paste", "", "save_as", "", "quit")),
    ("&Edit", ("undo", "redo", "", "tool:brush", "tool:eraser", "brush_size:-1", "brush_size:1", "", "clear_mask")),
    ("&Restore", ("run", "cancel")),
    (
        "&View",
        (
            "mode:edit",
            "mode:slider",
            "mode:variants",
            "",
            "zoom_in",
            "zoom_out",
            "fit",
            "actual_size",
            "",
            ("&Theme", ("theme:system", "theme:light", "theme:dark", "theme:contrast")),
            ("Lan&guage", ("language:system", "language:en", "language:vi")),
        ),
    ),
    ("&Help", ("show_shortcuts", "copy_diagnostics", "about")),
)

TOOLS = (
    "open",
    "save_as",
    "",
    "undo",
    "redo",
    "<>",
    "mode:edit",
    "mode:slider",
    "mode:variants",
    "<>",
    "fit",
    "actual_size",
)
WITH_TEXT = ("open", "save_as", "mode:edit", "mode:slider", "mode:variants")


def make_actions(parent: QWidget, verbs: object) -> dict[str, QAction]:
    """A ``QAction`` per row, each calling the method of ``verbs`` that bears its name."""
    groups: dict[str, QActionGroup] = {}
    actions = {}
    for row in ACTIONS:
        action = QAction(_translated(row.text), parent)
        action.setObjectName(row.name)
        if row.shortcut is not None:
            action.setShortcuts(_key_sequences(row.shortcut))
        if row.group:
            action.setCheckable(True)
            groups.setdefault(row.group, QActionGroup(parent)).addAction(action)
        _set_tip(action, row)
        _connect(action, row, verbs)
        actions[row.name] = action
        parent.addAction(action)
    return actions


def _translated(text: str) -> str:
    """In the user's language; the tables hold what is translated."""
    return QCoreApplication.translate("Actions", text) if text else ""


def _key_sequences(shortcut: Shortcut) -> list[QKeySequence]:
    if isinstance(shortcut, Keys):
        return QKeySequence.keyBindings(shortcut)
    keys = (shortcut,) if isinstance(shortcut, str) else shortcut
    return [QKeySequence(each) for each in keys]


def plain_text(text: str) -> str:
    """An action's text without the mark of its access key and the dots that announce a question."""
    return text.replace("&", "").rstrip("…")


def _set_tip(action: QAction, row: ActionRow) -> None:
    tip = _translated(row.tip) or plain_text(_translated(row.text))
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{tip} ({keys})" if keys else tip)


def _connect(action: QAction, row: ActionRow, verbs: object) -> None:
    verb, _, value = row.name.partition(":")
    method = getattr(verbs, verb)
    action.triggered.connect((lambda *_: method(value)) if value else (lambda *_: method()))


def fill_menus(bar: QMenuBar, actions: Mapping[str, QAction]) -> None:
    """Add every menu of the table to the menu bar."""
    for title, names in MENUS:
        _fill_menu(bar.addMenu(_translated(title)), names, actions)


def _fill_menu(menu: QMenu, names: tuple, actions: Mapping[str, QAction]) -> None:
    for name in names:
        if isinstance(name, tuple):
            _fill_menu(menu.addMenu(_translated(name[0])), name[1], actions)
        elif name:
            menu.addAction(actions[name])
        else:
            menu.addSeparator()


def enable_actions(actions: Mapping[str, QAction], facts: frozenset[str]) -> None:
    """Enable what the facts allow, disable the rest."""
    for row in ACTIONS:
        actions[row.name].setEnabled(facts.issuperset(row.needs.split()))


def draw_icons(actions: Mapping[str, QAction], theme: Theme) -> None:
    """Draw every icon in the colours of the theme."""
    for row in ACTIONS:
        name = icon_of(row)
        if name:
            actions[row.name].setIcon(icon(name, theme.text, theme.faint))
            actions[row.name].setIconVisibleInMenu(False)


def icon_of(row: ActionRow) -> str:
    """File name in resources/icons, without suffix."""
    return row.icon or ICONS.get(row.name, "")


def fill_tool_bar(bar: QToolBar, actions: Mapping[str, QAction], stretch: type[QWidget]) -> None:
    """Add the most used actions; ``stretch`` makes the room between their groups."""
    for name in TOOLS:
        if name == "<>":
            bar.addWidget(stretch(bar))
        elif name:
            bar.addAction(actions[name])
            button = bar.widgetForAction(actions[name])
            button.setAccessibleName(actions[name].toolTip())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a tool bar's buttons take none by themselves
            if name in WITH_TEXT:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        else:
            bar.addSeparator()

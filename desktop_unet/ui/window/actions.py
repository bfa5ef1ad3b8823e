"""Every action and menu of the window, as tables.

Comes in: the verbs by their names. Goes out: ``QAction`` objects
by name, enabled by the session's facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton, QWidget

from desktop_unet.ui.canvas.tools.table import TOOLS as TOOL_NAMES
from desktop_unet.ui.look.icons import icon
from desktop_unet.ui.look.stylesheet import style_again
from desktop_unet.ui.look.theme import Theme
from desktop_unet.ui.look.translation import QT_TRANSLATE_NOOP

Shortcut = str | QKeySequence.StandardKey | tuple[str, ...]
Keys = QKeySequence.StandardKey
Verb = Callable[..., object]
"""What an action does; it is called with the value behind the colon of the action's name, where there is one."""


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
    shortcut: Shortcut | None = None
    needs: str = ""
    icon: str = ""
    group: str = ""
    tip: str = ""


ACTIONS = (
    ActionRow("open", "&Open…", Keys.Open, icon="open", tip="Open photos"),
    ActionRow("open_folder", QT_TRANSLATE_NOOP("Actions", "Open &Folder…"), "Ctrl+Shift+O", "", "open"),
    ActionRow("open_sample", "Open Sa&mple"),
    ActionRow("paste", "&Paste Photo", Keys.Paste),
    ActionRow("save_as", "&Save As…", Keys.Save, "photo idle", "save", tip="Save the photo as it stands to a new file"),
    ActionRow("save_sheet", "Save Comparison S&heet…", "Ctrl+Shift+S", "result idle"),
    ActionRow("close_photo", "&Close Photo", Keys.Close, "photo"),
    ActionRow("add_network", QT_TRANSLATE_NOOP("Actions", "Add a Net&work File…"), None, "idle", "network"),
    ActionRow("step_photo:1", "&Next Photo", "Ctrl+PgDown", "several"),
    ActionRow("step_photo:-1", "Pre&vious Photo", "Ctrl+PgUp", "several"),
    ActionRow("quit", "&Quit", "Ctrl+Q"),
    ActionRow("undo", "&Undo", Keys.Undo, "undo idle", "undo"),
    ActionRow("redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo idle", "redo"),
    ActionRow("copy_result", "&Copy Photo", Keys.Copy, "photo"),
    ActionRow("turn:-1", QT_TRANSLATE_NOOP("Actions", "Rotate &Left"), "Ctrl+Shift+R", "photo idle", "turn-left"),
    ActionRow("turn:1", QT_TRANSLATE_NOOP("Actions", "Rotate R&ight"), "Ctrl+R", "photo idle", "turn-right"),
    ActionRow("crop", QT_TRANSLATE_NOOP("Actions", "Crop and &Straighten…"), "Ctrl+T", "photo idle", "crop"),
    ActionRow("tool:brush", QT_TRANSLATE_NOOP("Actions", "&Brush"), "B", "photo", "brush", "tool"),
    ActionRow("tool:eraser", QT_TRANSLATE_NOOP("Actions", "&Eraser"), "E", "photo", "eraser", "tool"),
    ActionRow("tool:rectangle", QT_TRANSLATE_NOOP("Actions", "&Rectangle"), "R", "photo", "rectangle", "tool"),
    ActionRow("tool:ellipse", QT_TRANSLATE_NOOP("Actions", "E&llipse"), "O", "photo", "ellipse", "tool"),
    ActionRow("tool:lasso", QT_TRANSLATE_NOOP("Actions", "L&asso"), "L", "photo", "lasso", "tool"),
    ActionRow("tool:polygon", QT_TRANSLATE_NOOP("Actions", "&Polygon Lasso"), "P", "photo", "polygon", "tool"),
    ActionRow("tool:colour", QT_TRANSLATE_NOOP("Actions", "Select by &Colour"), "W", "photo", "colour", "tool"),
    ActionRow("brush_size:-1", QT_TRANSLATE_NOOP("Actions", "S&maller Brush"), "[", "photo"),
    ActionRow("brush_size:1", QT_TRANSLATE_NOOP("Actions", "La&rger Brush"), "]", "photo"),
    ActionRow("clear_mask", QT_TRANSLATE_NOOP("Actions", "&Clear"), "Ctrl+Shift+A", "mask idle"),
    ActionRow("clear_sampling", QT_TRANSLATE_NOOP("Actions", "Clear Sampling &Areas"), None, "sampling idle"),
    ActionRow("invert_mask", QT_TRANSLATE_NOOP("Actions", "&Invert"), "Ctrl+Shift+I", "photo idle"),
    ActionRow("shape_mask:grow", QT_TRANSLATE_NOOP("Actions", "&Grow…"), None, "mask idle"),
    ActionRow("shape_mask:shrink", QT_TRANSLATE_NOOP("Actions", "S&hrink…"), None, "mask idle"),
    ActionRow("shape_mask:feather", QT_TRANSLATE_NOOP("Actions", "&Feather…"), None, "mask idle"),
    ActionRow("find_scratches", QT_TRANSLATE_NOOP("Actions", "Find Scratches and &Dust…"), "Ctrl+D", "photo idle"),
    ActionRow("load_mask", QT_TRANSLATE_NOOP("Actions", "&Load Mask…"), None, "photo idle"),
    ActionRow("save_mask", QT_TRANSLATE_NOOP("Actions", "&Save Mask As…"), None, "mask idle"),
    ActionRow("run", "&Run", "Ctrl+Return", "photo idle"),
    ActionRow("preview", "&Preview Here", "Ctrl+Shift+Return", "photo idle"),
    ActionRow("cancel", "Ca&ncel", "Escape", "cancellable"),
    ActionRow("many:restore", QT_TRANSLATE_NOOP("Actions", "&Restore All…"), None, "photo"),
    ActionRow("many:enlarge", QT_TRANSLATE_NOOP("Actions", "&Enlarge All…"), None, "photo"),
    ActionRow("many:clean", QT_TRANSLATE_NOOP("Actions", "&Clean Up All…"), None, "photo"),
    ActionRow("many:fill", QT_TRANSLATE_NOOP("Actions", "&Fill All…"), None, "photo"),
    ActionRow("show_queue", QT_TRANSLATE_NOOP("Actions", "Show &Queue"), None, "", "queue"),
    ActionRow("mode:edit", "&Photo", "F5", "photo", "photo", "mode", "The photo as it stands"),
    ActionRow("mode:slider", "&Before / After", "F6", "result", "slider", "mode", "Slide between before and after"),
    ActionRow("mode:side", "&Side by Side", "F7", "result", "", "mode", "Two pictures next to each other"),
    ActionRow("mode:four", "Fo&ur at Once", "F8", "result", "", "mode", "Up to four pictures next to each other"),
    ActionRow("mode:flip", "Flip i&n Place", "F9", "result", "", "mode", "One picture; hold A to see the other"),
    ActionRow("mode:difference", "&Difference", "Ctrl+F9", "result", "", "mode", "How much two pictures differ"),
    ActionRow("swap", "E&xchange A and B", "X", "result"),
    ActionRow("compare_with", "Compare &with a File…", "", "photo idle"),
    ActionRow(
        "compare_variants",
        "S&kip / No Skip",
        "F4",
        "photo idle variants",
        "variants",
        "",
        "With and without skip connections, side by side; runs whatever is missing",
    ),
    ActionRow("skip_lab", "Skip &Lab…", "Ctrl+L", tip="See on your own photo what skip connections do"),
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
    ActionRow("show_manual", QT_TRANSLATE_NOOP("Actions", "&Manual"), "Shift+F1"),
    ActionRow("show_shortcuts", "&Keys and Commands", Keys.HelpContents),
    ActionRow("copy_diagnostics", "Copy &Diagnostics"),
    ActionRow("about", "&About Desktop UNet"),
)

RECENT = "recent"
"""Where the menu of recent files goes."""
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
    "clear_sampling": "clear",
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
    "many:restore": "queue",
    "many:enlarge": "queue",
    "many:clean": "queue",
    "many:fill": "queue",
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
    "find_scratches": "find",
    "skip_lab": "lab",
    "show_manual": "manual",
    "show_shortcuts": "keys",
    "copy_diagnostics": "diagnostics",
    "about": "about",
}
"""Icons of actions whose row names none."""

Entry = str | tuple[str, tuple[str, ...]]
"""In a menu: an action's name, empty for a line between; or a submenu's title and names."""

MENUS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "&File",
        (
            "open",
            "open_folder",
            RECENT,
            "open_sample",
            "add_network",
            "",
            "save_as",
            "save_sheet",
            "",
            "step_photo:1",
            "step_photo:-1",
            "close_photo",
            "",
            "quit",
        ),
    ),
    ("&Edit", ("undo", "redo", "", "copy_result", "paste", "", "turn:-1", "turn:1", "crop")),
    (
        QT_TRANSLATE_NOOP("Actions", "&Mask"),
        (
            (QT_TRANSLATE_NOOP("Actions", "&Tool"), tuple(f"tool:{name}" for name in TOOL_NAMES)),
            "brush_size:-1",
            "brush_size:1",
            "",
            "find_scratches",
            "",
            "shape_mask:grow",
            "shape_mask:shrink",
            "shape_mask:feather",
            "invert_mask",
            "clear_mask",
            "clear_sampling",
            "",
            "load_mask",
            "save_mask",
        ),
    ),
    (
        "&Restore",
        (
            "run",
            "preview",
            "cancel",
            "",
            "compare_variants",
            "",
            (
                QT_TRANSLATE_NOOP("Actions", "&Many Photos"),
                ("many:restore", "many:enlarge", "many:clean", "many:fill"),
            ),
            "show_queue",
        ),
    ),
    (
        "&View",
        (
            "mode:edit",
            "mode:slider",
            "mode:side",
            "mode:four",
            "mode:flip",
            "mode:difference",
            "",
            "swap",
            "compare_with",
            "",
            "skip_lab",
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
    ("&Help", ("show_manual", "show_shortcuts", "copy_diagnostics", "about")),
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
    "compare_variants",
    "<>",
    "fit",
    "actual_size",
)
WITH_TEXT = ("open", "save_as", "mode:edit", "mode:slider", "compare_variants")


def make_actions(parent: QWidget, verbs: Mapping[str, Verb]) -> dict[str, QAction]:
    """A ``QAction`` per row, each calling the verb of its name."""
    groups: dict[str, QActionGroup] = {}
    actions = {}
    for row in ACTIONS:
        action = QAction(_translated(row.text), parent)
        action.setObjectName(row.name)
        if row.shortcut:
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


def _connect(action: QAction, row: ActionRow, verbs: Mapping[str, Verb]) -> None:
    name, _, value = row.name.partition(":")
    verb = verbs[name]
    action.triggered.connect((lambda *_: verb(value)) if value else (lambda *_: verb()))


def fill_menus(bar: QMenuBar, actions: Mapping[str, QAction], submenus: Mapping[str, Callable[[QMenu], QMenu]]) -> None:
    """Add every menu of the table to the menu bar; ``submenus`` makes those that fill themselves."""
    for title, names in MENUS:
        _fill_menu(bar.addMenu(_translated(title)), names, actions, submenus)


def _fill_menu(
    menu: QMenu,
    names: Sequence[Entry],
    actions: Mapping[str, QAction],
    submenus: Mapping[str, Callable[[QMenu], QMenu]],
) -> None:
    for name in names:
        if isinstance(name, tuple):
            _fill_menu(menu.addMenu(_translated(name[0])), name[1], actions, submenus)
        elif name in submenus:
            menu.addMenu(submenus[name](menu))
        elif name:
            menu.addAction(actions[name])
        else:
            menu.addSeparator()


def enable_actions(actions: Mapping[str, QAction], holds: frozenset[str]) -> None:
    """Enable what the facts that hold allow, disable the rest."""
    for row in ACTIONS:
        actions[row.name].setEnabled(holds.issuperset(row.needs.split()))


def show_checked(action: QAction, *, is_checked: bool) -> None:
    """Check one of a group, or none of it, which a group that excludes does not allow by itself."""
    group = action.actionGroup()
    group.setExclusive(is_checked)
    for each in group.actions():
        each.setChecked(is_checked and each is action)
    group.setExclusive(True)


def show_lit(button: QWidget, *, is_lit: bool) -> None:
    """Show a tool bar's button as chosen, whatever its action is: it stands for several."""
    if button.property("lit") != is_lit:
        button.setProperty("lit", is_lit)
        style_again(button)


def draw_icons(actions: Mapping[str, QAction], theme: Theme) -> None:
    """Draw every icon in the colours of the theme."""
    for row in ACTIONS:
        name = icon_of(row)
        if name:
            actions[row.name].setIcon(icon(name, theme.text, theme.faint, theme.on_accent))
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
            button.setAccessibleName(plain_text(actions[name].text()))
            button.setAccessibleDescription(actions[name].toolTip())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a tool bar's buttons take none by themselves
            if name in WITH_TEXT and isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        else:
            bar.addSeparator()

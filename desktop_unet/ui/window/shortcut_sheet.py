"""Every command and gesture with its keys, to be searched: F1.

Comes in: the window's actions and the table of menus. Goes out: the action that the user picks is triggered.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.translation import QT_TRANSLATE_NOOP
from desktop_unet.ui.window.actions import MENUS, Entry, plain_text

MOUSE = (
    # what is done, with what
    (
        QT_TRANSLATE_NOOP("Gestures", "Zoom at the pointer"),
        QT_TRANSLATE_NOOP("Gestures", "Wheel, or pinch"),
    ),
    (
        QT_TRANSLATE_NOOP("Gestures", "Move the photo"),
        QT_TRANSLATE_NOOP("Gestures", "Space and drag, or middle button"),
    ),
    (QT_TRANSLATE_NOOP("Gestures", "Mark what to fill"), QT_TRANSLATE_NOOP("Gestures", "Left button")),
    (QT_TRANSLATE_NOOP("Gestures", "Erase marks"), QT_TRANSLATE_NOOP("Gestures", "Right button")),
    (QT_TRANSLATE_NOOP("Gestures", "Move the line between before and after"), QT_TRANSLATE_NOOP("Gestures", "← and →")),
    (QT_TRANSLATE_NOOP("Gestures", "Open a photo"), QT_TRANSLATE_NOOP("Gestures", "Drop it on the window")),
)
"""What no menu shows."""


@dataclass(frozen=True)
class Line:
    """One line of the sheet; ``action`` is None where there is only a gesture."""

    group: str
    text: str
    keys: str
    action: QAction | None = None

    def matches(self, wanted: str) -> bool:
        """Whether every word of ``wanted`` is in the line, whatever its case and accents."""
        held = _bare(f"{self.group} {self.text} {self.keys}")
        return all(word in held for word in _bare(wanted).split())


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def lines_of(actions: Mapping[str, QAction]) -> Iterator[Line]:
    """Lines in the order of the menus, then what the mouse does."""
    for title, entries in MENUS:
        group = _translated(title)
        for submenu, name in _names(entries):
            if name in actions:
                yield _line(group, submenu, actions[name])
    group = QCoreApplication.translate("Gestures", "Mouse")
    for deed, gesture in MOUSE:
        yield Line(group, QCoreApplication.translate("Gestures", deed), QCoreApplication.translate("Gestures", gesture))


def _translated(title: str) -> str:
    return plain_text(QCoreApplication.translate("Actions", title))


def _names(entries: Sequence[Entry], submenu: str = "") -> Iterator[tuple[str, str]]:
    """The submenu, empty for none, and the name of each entry."""
    for entry in entries:
        if isinstance(entry, tuple):
            yield from _names(entry[1], _translated(entry[0]))
        else:
            yield submenu, entry


def _line(group: str, submenu: str, action: QAction) -> Line:
    keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts() if not _is_rare(key)]
    text = plain_text(action.text())
    return Line(group, f"{submenu}: {text}" if submenu else text, ", ".join(keys), action)


def _is_rare(keys: QKeySequence) -> bool:
    """Keys that few keyboards have, such as Open and Undo, which Qt adds by itself."""
    first = keys[0]  # type: ignore[index]  # the stubs do not know that key sequences have items
    return bool(first.key() > Qt.Key.Key_F35)


class ShortcutSheet(QDialog):
    """A list with a field that narrows it; Return or a double click runs the line's command."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 560)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search for a command or a key"))
        self.search.setAccessibleName(self.tr("Search for a command or a key"))
        self.search.setClearButtonEnabled(True)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(False)
        self.nothing = label(self.tr("No matching command."), "muted", self)
        layout = QVBoxLayout(self)
        for part in (self.search, self.list, self.nothing):
            layout.addWidget(part)
        self._lines = list(lines_of(actions))
        self.search.textChanged.connect(self.show_matching)
        self.search.returnPressed.connect(lambda: self._run(self.list.currentItem()))
        self.list.itemActivated.connect(self._run)
        self.show_matching("")

    def show_matching(self, wanted: str) -> None:
        """Show the lines that match, under their menus; the first is the current one."""
        self.list.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        items: list[QTreeWidgetItem] = []
        for line in self._lines:
            if line.matches(wanted):
                if line.group not in groups:
                    groups[line.group] = self._heading(line.group)
                items.append(_added(groups[line.group], line))
        self.list.expandAll()
        self.nothing.setVisible(not items)
        if items:
            self.list.setCurrentItem(items[0])

    def changeEvent(self, event: QEvent) -> None:
        """In another theme the commands have other icons, once all of the window knows of it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lines"):
            QTimer.singleShot(0, self, self._draw)

    def _draw(self) -> None:
        items = QTreeWidgetItemIterator(self.list)
        while (item := items.value()) is not None:
            _dress(item)
            items += 1

    def _heading(self, group: str) -> QTreeWidgetItem:
        heading = QTreeWidgetItem(self.list, [group])
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = heading.font(0)
        font.setBold(True)
        heading.setFont(0, font)
        return heading

    def _run(self, item: QTreeWidgetItem | None) -> None:
        action = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        if action is not None and action.isEnabled():
            self.close()
            action.trigger()


def _added(heading: QTreeWidgetItem, line: Line) -> QTreeWidgetItem:
    item = QTreeWidgetItem(heading, [line.text, line.keys])
    item.setData(0, Qt.ItemDataRole.UserRole, line.action)
    _dress(item)
    return item


def _dress(item: QTreeWidgetItem) -> None:
    action = item.data(0, Qt.ItemDataRole.UserRole)
    if action is not None:
        item.setIcon(0, action.icon())

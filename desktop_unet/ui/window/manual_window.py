"""Help > Manual: the program's own pages in a window of their own, without any net.

Comes in: the pages of ``studio.manual``. Goes out: nothing but what is read.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.studio.manual import ManualPage, read_manual
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.translation import spoken_language
from desktop_unet.ui.window.manual_browser import ManualBrowser, reading_font

_WIDTH_PX, _HEIGHT_PX, _LIST_PX = 1000, 720, 250


class ManualWindow(QWidget):
    """Pages on the left, the one that is read on the right; a word finds the pages that have it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("manual")
        self.setWindowTitle(self.tr("Manual"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pages: dict[str, ManualPage] = {page.name: page for page in read_manual(language=spoken_language())}
        self._visited: list[tuple[str, str]] = []
        self._place = -1
        self.back, self.forth = QPushButton("←", self), QPushButton("→", self)
        for button, name in ((self.back, self.tr("Back")), (self.forth, self.tr("Forward"))):
            button.setAccessibleName(name)
            button.setToolTip(name)
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(self.tr("Search"))
        self.words.setAccessibleName(self.tr("Search the manual"))
        self.words.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setObjectName("pages")
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.browser = ManualBrowser(self)
        self.browser.setFont(reading_font(self.font()))
        self.nothing = label(self.tr("The manual is not part of this installation."), "muted", self)
        self._lay_out()
        self._fill()
        self._connect()
        self.resize(_WIDTH_PX, _HEIGHT_PX)

    def _lay_out(self) -> None:
        left, bar = QWidget(self), QHBoxLayout()
        bar.addWidget(self.back)
        bar.addWidget(self.forth)
        bar.addWidget(self.words, 1)
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 8, 4, 8)
        column.addLayout(bar)
        column.addWidget(self.list, 1)
        split = QSplitter(self)
        split.addWidget(left)
        split.addWidget(self.browser)
        split.setStretchFactor(1, 1)
        split.setSizes([_LIST_PX, _WIDTH_PX - _LIST_PX])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.nothing)
        layout.addWidget(split, 1)
        self.nothing.setVisible(not self.pages)

    def _fill(self) -> None:
        for page in self.pages.values():
            item = QListWidgetItem(page.title)
            item.setData(Qt.ItemDataRole.UserRole, page.name)
            item.setToolTip(page.title)
            self.list.addItem(item)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._pick)
        self.browser.wanted.connect(self.go_to)
        self.back.clicked.connect(lambda: self._step(-1))
        self.forth.clicked.connect(lambda: self._step(1))
        self.words.textChanged.connect(self._search)
        self.words.returnPressed.connect(self._go_to_found)
        for keys, direction in ((QKeySequence.StandardKey.Back, -1), (QKeySequence.StandardKey.Forward, 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda direction=direction: self._step(direction))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self).activated.connect(self.words.setFocus)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.close)
        if self.pages:
            self.go_to(next(iter(self.pages)))
        self._show_places()

    # --- from page to page -----------------------------------------------------------------------

    def go_to(self, name: str, heading: str = "") -> None:
        """Show a page from a heading on; an empty name is the page that is shown."""
        name = name or self.current
        if name in self.pages:
            del self._visited[self._place + 1 :]
            self._visited.append((name, heading))
            self._place = len(self._visited) - 1
            self._show()

    @property
    def current(self) -> str:
        """Name of the page that is shown; empty where there is none."""
        return self._visited[self._place][0] if self._visited else ""

    def _step(self, direction: int) -> None:
        if 0 <= self._place + direction < len(self._visited):
            self._place += direction
            self._show()

    def _show(self) -> None:
        name, heading = self._visited[self._place]
        self.browser.show_page(self.pages[name], heading)
        blocked = self.list.blockSignals(True)
        self.list.setCurrentRow(list(self.pages).index(name))
        self.list.blockSignals(blocked)
        self._show_places()

    def _show_places(self) -> None:
        self.back.setEnabled(self._place > 0)
        self.forth.setEnabled(self._place + 1 < len(self._visited))

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.go_to(item.data(Qt.ItemDataRole.UserRole))

    # --- words -----------------------------------------------------------------------------------

    def _search(self, words: str) -> None:
        """List the pages that have them."""
        for row, page in enumerate(self.pages.values()):
            self.list.item(row).setHidden(words.lower() not in page.text.lower())

    def _go_to_found(self) -> None:
        """The first of these pages, or this one, and on it the words."""
        found = [row for row in range(self.list.count()) if not self.list.item(row).isHidden()]
        names = list(self.pages)
        if found and names.index(self.current) not in found:
            self.go_to(names[found[0]])
        if self.words.text():
            self.browser.find_first(self.words.text())

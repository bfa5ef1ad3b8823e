"""One page of the manual, rendered from its Markdown; pictures fit the width, links lead to other pages.

Comes in: a ``ManualPage``. Goes out: the page and heading that a link names.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QFont, QImage, QResizeEvent, QShowEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QWidget

from desktop_unet.studio.manual import ManualPage, anchor_of

_MARGIN_PX, _CELL_PX, _INDENT_PX = 20, 24, 44
_REST_MS = 150
_COLUMNS = 2


class ManualBrowser(QTextBrowser):
    """Shows a page; nothing is ever fetched from anywhere."""

    wanted = Signal(str, str)  # page, heading; empty for this page, and for its top

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Page"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else each page has a width of its own
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.anchorClicked.connect(self._follow)
        self.document().setDocumentMargin(_MARGIN_PX)
        self._page: ManualPage | None = None
        self._heading, self._first, self._width_px = "", 0, 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._fit)
        self.verticalScrollBar().valueChanged.connect(self._note_first)

    def show_page(self, page: ManualPage, heading: str = "") -> None:
        """Show a page from a heading on, as links name it; from the top where there is no such heading."""
        self._page, self._heading = page, heading
        self._render()
        self._scroll_to(self._block_of(heading) if heading else None)

    def find_first(self, words: str) -> bool:
        """Go to where words stand for the first time, and select them."""
        self.moveCursor(QTextCursor.MoveOperation.Start)
        return self.find(words)

    # --- rendering -----------------------------------------------------------------------------

    def _render(self) -> None:
        if self._page is None:
            return
        self._width_px = 0
        self.document().setMarkdown(self._page.text)
        self._space_out()

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        """Pictures of the page, and nothing else."""
        name = url if isinstance(url, str) else url.toString()
        if self._page is None or name not in self._page.pictures:
            return None
        return self._picture(self._page, name)

    def _picture(self, page: ManualPage, name: str) -> QImage:
        """No wider than its place; sharp on fine screens."""
        image = QImage(str(page.pictures[name]))
        room = self.viewport().width() - 2 * _MARGIN_PX
        room = room // _COLUMNS - _CELL_PX if name in page.in_tables else room - _INDENT_PX
        ratio = self.devicePixelRatioF()
        wanted = max(40, min(image.width(), room))
        pixels = round(min(image.width(), wanted * ratio))
        image = image.scaledToWidth(pixels, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(image.width() / wanted)
        return image

    def _space_out(self) -> None:
        """Lines and headings a little apart, code in its own letters."""
        cursor = QTextCursor(self.document())
        block = self.document().begin()
        while block.isValid():
            style = block.blockFormat()
            if style.headingLevel():
                style.setTopMargin(18.0 if block.blockNumber() else 0.0)
                style.setBottomMargin(8.0)
                cursor.setPosition(block.position())
                cursor.setBlockFormat(style)
            block = block.next()

    def _fit(self) -> None:
        """Again, in a window of another width; what stood at the top stays there."""
        self._render()
        self._scroll_to(self.document().findBlockByNumber(self._first) if self._first else None)

    def _scroll_to(self, block: QTextBlock | None) -> None:
        """Put a block to the top; the page's beginning where there is none."""
        bar = self.verticalScrollBar()
        self.document().documentLayout().documentSize()  # has all of the page laid out
        self.setTextCursor(QTextCursor(block if block is not None else self.document().begin()))
        bar.setValue(0 if block is None else bar.value() + self.cursorRect().top() - _MARGIN_PX // 2)
        self._width_px = self.viewport().width()
        self._note_first()

    def _note_first(self) -> None:
        """What stands at the top; not while a new width has moved it, and the page has not been rendered again."""
        if self.viewport().width() == self._width_px:
            self._first = self.cursorForPosition(QPoint(_MARGIN_PX, _MARGIN_PX)).blockNumber()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._rest.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is the width known; Qt keeps the end of what fitted before in view."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        self._rest.stop()
        if self._page is not None:
            self.show_page(self._page, self._heading)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._rest.start()

    # --- links ---------------------------------------------------------------------------------

    def _follow(self, link: QUrl) -> None:
        name, _, heading = link.toString().partition("#")
        self.wanted.emit(name.removesuffix(".md"), heading)

    def _block_of(self, heading: str) -> QTextBlock | None:
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and anchor_of(block.text()) == heading:
                return block
            block = block.next()
        return None


def reading_font(font: QFont) -> QFont:
    """A little larger than that of buttons."""
    font = QFont(font)
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * 1.08)
    return font

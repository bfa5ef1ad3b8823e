"""Below the photo: everything that was made of it, to be compared, kept, saved or forgotten.

Comes in: the session's comparison. Goes out: picks of A and B, and what is kept.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QMenu, QWidget

from desktop_unet.studio.renditions import Compared, Rendition, Side
from desktop_unet.ui.look.labels import width_in_lines
from desktop_unet.ui.look.thumbs import thumb_icon
from desktop_unet.ui.session.session import Session

THUMB, ITEM = QSize(60, 40), QSize(176, 52)
TEXT_PX, LINES = 90, 2
"""Of an item's width, what its text has."""
HEIGHT_PX = 63


class ResultStrip(QListWidget):
    """A click shows a result as B, with Shift as A; Enter or a double click keeps it."""

    save_wanted = Signal(object)  # Rendition

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("strip")
        self.setAccessibleName(self.tr("Results"))
        self.setToolTip(self.tr("Click: compare as B. Shift-click: as A. Double click: keep."))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(THUMB)
        self.setWordWrap(True)
        self.setFixedHeight(HEIGHT_PX)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda point: self._menu_at(point))
        self.itemActivated.connect(lambda item: self._session.keep(self._rendition(item)))
        self._compared = session.state.compared
        session.watch(lambda state: state.compared, self._show)

    def _rendition(self, item: QListWidgetItem) -> Rendition:
        return self._compared.renditions[self.row(item)]

    def _show(self, compared: Compared) -> None:
        self._compared = compared
        self.clear()
        for rendition in compared.renditions:
            sides = (("A", compared.a), ("B", compared.b))
            badge = "".join(letter for letter, shown in sides if shown is rendition)
            item = QListWidgetItem(self._icon(rendition, badge), rendition.name)
            item.setToolTip(rendition.name)
            item.setSizeHint(QSize(self._width_for(rendition.name), ITEM.height()))
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self.addItem(item)
            if rendition is compared.b:
                self.setCurrentItem(item)
        self.setVisible(len(compared.renditions) > 1)

    def _width_for(self, name: str) -> int:
        """So wide that the name fits in two lines."""
        return max(ITEM.width(), ITEM.width() - TEXT_PX + width_in_lines(name, self.fontMetrics(), LINES))

    def _icon(self, rendition: Rendition, badge: str) -> QIcon:
        return thumb_icon(self, self._session.picture(rendition.photo).smallest, THUMB, badge)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is shown as B stays in sight."""
        super().resizeEvent(event)
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())

    # --- mouse and keys --------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        super().mousePressEvent(event)
        if item is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pick(_side_for(event), self._rendition(item))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if item is not None and event.button() == Qt.MouseButton.LeftButton:
            self._session.keep(self._rendition(item))

    def _pick(self, side: Side, rendition: Rendition) -> None:
        """Compare it; from the work on the photo this leads to the slider."""
        session = self._session
        session.comparison.pick(side, rendition)
        if session.options.mode == "edit" and self._compared.a is not self._compared.b:
            session.set_options(mode="slider")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._session.keep(self._rendition(item))
        elif event.key() == Qt.Key.Key_Delete and item is not None:
            self._session.comparison.remove(self._rendition(item))
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and item is not None:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            place = max(0, min(self.row(item) + step, self.count() - 1))
            self._pick(_side_for(event), self._at(place))
        else:
            event.ignore()  # letters are for the window: one of them flips to A

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _at(self, place: int) -> Rendition:
        return self._compared.renditions[place]

    # --- menu ------------------------------------------------------------------------------

    def menu_for(self, rendition: Rendition) -> QMenu:
        """What can be done with one result."""
        session, menu = self._session, QMenu(self)
        shown = session.state.photo
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Compare as &A"), lambda: self._pick("a", rendition))
        menu.addAction(self.tr("Compare as &B"), lambda: self._pick("b", rendition))
        menu.addSeparator()
        menu.addAction(self.tr("&Keep"), lambda: session.keep(rendition)).setEnabled(rendition.can_be_kept)
        save = menu.addAction(self.tr("&Save As…"), lambda: self.save_wanted.emit(rendition))
        save.setEnabled(rendition.kind == "result")
        menu.addSeparator()
        forget = menu.addAction(self.tr("&Discard"), lambda: session.comparison.remove(rendition))
        forget.setEnabled(rendition.kind != "original" and rendition.photo is not shown)
        return menu

    def _menu_at(self, point: QPoint) -> None:
        item = self.itemAt(point)
        if item is not None:
            self.menu_for(self._rendition(item)).popup(self.mapToGlobal(point))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._show(self._compared)


def _side_for(event: QMouseEvent | QKeyEvent) -> Side:
    """A while Shift is held, B otherwise."""
    return "a" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else "b"

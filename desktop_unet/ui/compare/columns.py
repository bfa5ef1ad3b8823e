"""Side by side and four-up: panes next to each other, each under a name and the button that keeps it.

Comes in: the session's comparison. Goes out: the rendition that the user keeps.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_unet.studio.renditions import Compared, Rendition
from desktop_unet.studio.state import State
from desktop_unet.ui.compare.panes import OnePane
from desktop_unet.ui.session.session import Session

_MARGIN_PX, _APART_PX = 10, 8


class Column(QWidget):
    """A pane; on it its name and the button that keeps it, so that the picture has all of the room."""

    def __init__(
        self,
        session: Session,
        letter: str,
        which: Callable[[Compared], Rendition | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._letter = session, letter
        self.pane = OnePane(session, which, parent=self)
        self._said = ""
        self.name = QLabel(self)
        self.name.setObjectName("chip")
        self.keep = QPushButton(self.tr("Keep this one"), self)
        self.keep.clicked.connect(self._keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pane)
        for part in (self.name, self.keep):
            part.raise_()
        session.watch(lambda state: _kept_as(which(state.compared), state), self._show)

    def _show(self, shown: _Kept) -> None:
        name, is_kept, can_be_kept = shown
        self._said = f"{self._letter} · {name}" if self._letter else name
        self.name.setToolTip(name)
        self.pane.setAccessibleName(name or self.tr("No picture yet"))
        self.keep.setText(self.tr("Kept") if is_kept else self.tr("Keep this one"))
        self.keep.setAccessibleName(self.tr("Keep {0}").format(name))
        self.keep.setEnabled(can_be_kept)
        self._place()

    def _place(self) -> None:
        """In the upper corners, or one below the other; a name that is wider than the pane ends in dots."""
        keep = self.keep.sizeHint()
        left = max(_MARGIN_PX, self.width() - _MARGIN_PX - keep.width())
        self.name.ensurePolished()
        self.name.setText(self._said)
        needed = self.name.sizeHint().width()
        room, top = max(0, left - _APART_PX - _MARGIN_PX), _MARGIN_PX
        if needed > room:
            room, top = max(0, self.width() - 2 * _MARGIN_PX), 2 * _MARGIN_PX + keep.height()
        self.keep.setGeometry(left, top, keep.width(), keep.height())
        beside_px = needed - self.name.fontMetrics().horizontalAdvance(self._said)
        short = self.name.fontMetrics().elidedText(self._said, Qt.TextElideMode.ElideRight, room - beside_px)
        self.name.setText(short)
        self.name.setGeometry(_MARGIN_PX, _MARGIN_PX, min(self.name.sizeHint().width(), room), keep.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _keep(self) -> None:
        rendition = self.pane.rendition
        if rendition is not None:
            self._session.keep(rendition)


_Kept = tuple[str, bool, bool]
"""Name of a rendition, whether it is the photo as it stands, and whether it can become that now."""


def _kept_as(rendition: Rendition | None, state: State) -> _Kept:
    if rendition is None or state.photo is None:
        return "", False, False
    is_kept = rendition.photo is state.photo
    return rendition.name, is_kept, rendition.can_be_kept and not is_kept and "idle" in state.holds


class SideBySide(QWidget):
    """A and B next to each other."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = [
            Column(session, "A", lambda compared: compared.a, self),
            Column(session, "B", lambda compared: compared.b, self),
        ]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for column in self.columns:
            layout.addWidget(column, 1)
        self.setFocusProxy(self.columns[0].pane)


class FourUp(QWidget):
    """A, B and the two newest others; places that nothing fills are left out."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = [Column(session, letter, _at(place), self) for place, letter in enumerate(("A", "B", "", ""))]
        self._grid = layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for place, column in enumerate(self.columns):
            layout.addWidget(column, place // 2, place % 2)
        self.no_picture = QWidget(self)
        self.no_picture.setObjectName("noPicture")
        self.no_picture.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout.addWidget(self.no_picture, 1, 1)
        layout.setRowStretch(0, 1)
        for side in (0, 1):
            layout.setColumnStretch(side, 1)
        self.setFocusProxy(self.columns[0].pane)
        session.watch(lambda state: len(state.compared.four()), self._show)

    def _show(self, count: int) -> None:
        for place, column in enumerate(self.columns):
            column.setVisible(place < max(2, count))
        self.no_picture.setVisible(count == 3)
        self._grid.setRowStretch(1, int(count > 2))


def _at(place: int) -> Callable[[Compared], Rendition | None]:
    def which(compared: Compared) -> Rendition | None:
        four = compared.four()
        return four[place] if place < len(four) else None

    return which

"""Side by side and four-up: panes next to each other, each with a name and the button that keeps it.

Comes in: the session's comparison. Goes out: the rendition that the user keeps.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_unet.studio.renditions import Rendition
from desktop_unet.ui.compare.panes import OnePane
from desktop_unet.ui.look.labels import narrow_label
from desktop_unet.ui.session.session import Session


class Column(QWidget):
    """A pane, its name above it, and the button that keeps it."""

    def __init__(
        self, session: Session, letter: str, which: Callable[[], Rendition | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._letter = session, letter
        self.pane = OnePane(session, which, parent=self)
        self.name = narrow_label("", parent=self)
        self.keep = QPushButton(self.tr("Keep this one"), self)
        self.keep.clicked.connect(self._keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header())
        layout.addWidget(self.pane, 1)
        for signal in (session.facts_changed, session.comparison.changed):
            signal.connect(self._show)
        self._show()

    def _header(self) -> QWidget:
        header = QWidget(self)
        header.setObjectName("variantHeader")
        row = QHBoxLayout(header)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self.name, 1)
        row.addWidget(self.keep)
        return header

    def _show(self) -> None:
        rendition, document = self.pane.rendition, self._session.document
        if rendition is None or document is None:
            name, is_kept, can_be_kept = "", False, False
        else:
            name, is_kept = rendition.name, rendition.photo is document.photo
            can_be_kept = rendition.can_be_kept and not is_kept and not self._session.is_busy
        self.name.setText(f"{self._letter} · {name}" if self._letter else name)
        self.pane.setAccessibleName(name or self.tr("No picture yet"))
        self.keep.setText(self.tr("Kept") if is_kept else self.tr("Keep this one"))
        self.keep.setAccessibleName(self.tr("Keep {0}").format(name))
        self.keep.setEnabled(can_be_kept)

    def _keep(self) -> None:
        rendition = self.pane.rendition
        if rendition is not None:
            self._session.keep(rendition)


class SideBySide(QWidget):
    """A and B next to each other."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        comparison = session.comparison
        self.columns = [
            Column(session, "A", lambda: comparison.a, self),
            Column(session, "B", lambda: comparison.b, self),
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
        self._session = session
        self.columns = [
            Column(session, letter, self._at(place), self) for place, letter in enumerate(("A", "B", "", ""))
        ]
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for place, column in enumerate(self.columns):
            layout.addWidget(column, place // 2, place % 2)
        for line in (0, 1):
            layout.setRowStretch(line, 1)
            layout.setColumnStretch(line, 1)
        session.comparison.changed.connect(self._show)
        self.setFocusProxy(self.columns[0].pane)
        self._show()

    def _at(self, place: int) -> Callable[[], Rendition | None]:
        def which() -> Rendition | None:
            four = self._session.comparison.four()
            return four[place] if place < len(four) else None

        return which

    def _show(self) -> None:
        count = len(self._session.comparison.four())
        for place, column in enumerate(self.columns):
            column.setVisible(place < max(2, count))

"""Other fills of the same hole: a button that has them made, and a thumbnail of each, to be picked with one click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_unet.studio.filling import Filling, MadeFill
from desktop_unet.ui.look.thumbs import image_of, thumb_icon
from desktop_unet.ui.look.translation import phrase_text
from desktop_unet.ui.session.session import Session

THUMB = QSize(92, 69)
"""Two side by side leave room for the panel's scroll bar."""
COLUMNS = 2


class OtherFillsBox(QWidget):
    """The fill with the fewest flaws stands first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fills = session.other_fills
        self.make = QPushButton(self.tr("Other fills"), self)
        self.make.setToolTip(self.tr("Fill the hole in four different ways, to choose from"))
        self.shown: list[QToolButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.make)
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        layout.addLayout(self._grid)
        self.make.clicked.connect(self._fills.start)
        self._fills.changed.connect(self._show)
        session.state_changed.connect(self._show_whether_possible)
        self._show_whether_possible()

    def _show_whether_possible(self) -> None:
        self.make.setEnabled(self._fills.can_start)

    def _show(self) -> None:
        for button in self.shown:
            self._grid.removeWidget(button)
            button.hide()  # deleted later, it would be seen until then
            button.deleteLater()
        self.shown = [self._button(made) for made in self._fills.made]
        for number, button in enumerate(self.shown):
            self._grid.addWidget(button, number // COLUMNS, number % COLUMNS)
            button.show()

    def _button(self, made: MadeFill) -> QToolButton:
        button = QToolButton(self)
        button.setText(self._short_name(made.order))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(THUMB)
        button.setIcon(self._icon(made))
        button.setAutoRaise(True)
        button.setToolTip(phrase_text(made.order.title))
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a long name widens nothing
        button.clicked.connect(lambda: self._fills.take(made))
        return button

    def _icon(self, made: MadeFill) -> QIcon:
        return thumb_icon(self, image_of(made.thumbnail), THUMB)

    def changeEvent(self, event: QEvent) -> None:
        """Each thumbnail lies on a ground of the theme's."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for button, made in zip(getattr(self, "shown", ()), self._fills.made, strict=False):
                button.setIcon(self._icon(made))

    def _short_name(self, order: Filling) -> str:
        """All of them are fills: what kind of fill, and which of its kind."""
        kinds = {
            "auto": self.tr("Auto"),
            "smooth": self.tr("Smooth"),
            "texture": self.tr("Texture"),
            "structure": self.tr("Structure"),
        }
        return f"{kinds[order.fill]} {order.seed + 1}" if order.seed else kinds[order.fill]

"""Which part of the photo the lab looks at: click it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop_unet.ui.lab.lab_session import LabSession
from desktop_unet.ui.lab.pictures import PictureBox
from desktop_unet.ui.look.theme import shown_theme


class CropBox(PictureBox):
    """The whole photo with the crop's frame."""

    def __init__(self, session: LabSession, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.setAccessibleName(self.tr("Photo; click to move the crop"))
        self.session = session
        session.options_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.image is None:
            return
        crop, frame = self.session.options.crop, self.frame()
        size = frame.width() / self.image.width()
        box = QRectF(
            frame.left() + crop.left * size, frame.top() + crop.top * size, crop.width * size, crop.height * size
        )
        painter = QPainter(self)
        painter.setPen(QPen(QColor(shown_theme().accent), 2))
        painter.drawRect(box)
        painter.end()


class CropPicker(QDialog):
    """A click centres the crop; the lab follows at once."""

    def __init__(self, session: LabSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Pick a crop"))
        self.box = CropBox(session, self)
        self.box.show_pictures(session.pixels_HWC)
        self.box.clicked.connect(session.move_crop)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(self.tr("Click where the lab should look; the wheel zooms."), self))
        column.addWidget(self.box, 1)
        column.addWidget(buttons)
        self.resize(720, 560)

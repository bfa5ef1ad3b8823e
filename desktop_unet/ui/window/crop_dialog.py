"""Asks how a photo is to be straightened and cropped.

Comes in: the photo's picture. Goes out: a ``Framing``, once it was accepted.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from desktop_unet.imaging.framing import MOST_DEGREES, Framing
from desktop_unet.studio.cropping import CropFrame
from desktop_unet.ui.look.qimages import Picture
from desktop_unet.ui.window.crop_pane import CropPane

_STEPS_PER_DEGREE = 10
_PROPORTIONS = (("1 : 1", 1.0), ("3 : 2", 3 / 2), ("4 : 3", 4 / 3), ("16 : 9", 16 / 9))


class CropDialog(QDialog):
    """A frame to drag, an angle, and proportions to keep."""

    def __init__(self, picture: Picture, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Crop and straighten"))
        self.pane = CropPane(picture, self)
        self.angle = QSlider(Qt.Orientation.Horizontal, self)
        most = round(MOST_DEGREES * _STEPS_PER_DEGREE)
        self.angle.setRange(-most, most)
        self.angle.setPageStep(_STEPS_PER_DEGREE)
        self.angle.setAccessibleName(self.tr("Angle"))
        self.angle.setToolTip(self.tr("Turn what is in the photo, to bring a horizon or a wall straight"))
        self.angle_text = QLabel(self)
        self.angle_text.setMinimumWidth(self.angle_text.fontMetrics().horizontalAdvance("−15.0°") + 4)
        self.proportion = QComboBox(self)
        self.proportion.setAccessibleName(self.tr("Proportions"))
        self._fill_proportions(picture)
        self.size_text = QLabel(self)
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel | buttons.Reset, self)
        crop = self.buttons.button(buttons.Ok)
        crop.setText(self.tr("Crop"))
        crop.setProperty("role", "primary")
        self.style().polish(crop)  # the box has had it styled already
        self._lay_out()
        self._connect()
        self._show(self.pane.frame)
        self.resize(860, 660)
        self.pane.setFocus()

    @property
    def framing(self) -> Framing:
        """What was chosen."""
        return self.pane.frame.framing

    def _fill_proportions(self, picture: Picture) -> None:
        extent = picture.extent
        self.proportion.addItem(self.tr("Free"), None)
        self.proportion.addItem(self.tr("As the photo"), extent.width / extent.height)
        for text, wide in _PROPORTIONS:  # as the photo lies, wide or high
            is_high = extent.height > extent.width and wide != 1
            shown = " : ".join(reversed(text.split(" : "))) if is_high else text
            self.proportion.addItem(shown, 1 / wide if is_high else wide)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(QLabel(self.tr("Angle"), self))
        row.addWidget(self.angle, 1)
        row.addWidget(self.angle_text)
        row.addSpacing(10)
        row.addWidget(QLabel(self.tr("Proportions"), self))
        row.addWidget(self.proportion)
        end = QHBoxLayout()
        end.addWidget(self.size_text, 1)
        end.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.addWidget(self.pane, 1)
        column.addLayout(row)
        column.addLayout(end)

    def _connect(self) -> None:
        self.pane.dragged.connect(self._show)
        self.angle.valueChanged.connect(self._straighten)
        self.proportion.currentIndexChanged.connect(self._keep_proportion)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(QDialogButtonBox.StandardButton.Reset).clicked.connect(self._reset)

    def _straighten(self, steps: int) -> None:
        self._show(self.pane.frame.straightened(steps / _STEPS_PER_DEGREE))

    def _keep_proportion(self, _index: int) -> None:
        self._show(self.pane.frame.keeping(self.proportion.currentData()))

    def _reset(self) -> None:
        self.proportion.setCurrentIndex(0)
        self.angle.setValue(0)
        self._show(CropFrame.whole(self.pane.frame.extent))

    def _show(self, frame: CropFrame) -> None:
        self.pane.show_frame(frame)
        self.angle_text.setText(f"{frame.degrees:+.1f}°".replace("-", "−") if frame.degrees else "0°")
        self.size_text.setText(f"{frame.box.width} × {frame.box.height} px")
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(frame.framing != Framing())

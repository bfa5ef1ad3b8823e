"""The lab's door for the main window; brings the lab's modules when it is first opened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop_unet.imaging.photo import Photo
from desktop_unet.ui.lab.window import LabWindow
from desktop_unet.ui.lab.work import photo_pixels


def open_lab(lab: LabWindow | None, photo: Photo | None, window: QWidget) -> LabWindow:
    """The lab that is open, or a new one on the photo; it ends with the main window."""
    if lab is None or not isValid(lab):
        lab = LabWindow(photo_pixels(photo) if photo is not None else None, window)
        lab.setWindowFlag(Qt.WindowType.Window)
    lab.show()
    lab.raise_()
    lab.activateWindow()
    return lab

"""The lab's door for the main window; brings the lab's modules when it is first opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop_unet.document.document import Document
from desktop_unet.studio.lab.crops import Code, photo_pixels
from desktop_unet.ui.lab.lab_window import LabWindow


def open_lab(
    lab: LabWindow | None, document: Callable[[], Document | None], window: QWidget, folder: str = ""
) -> LabWindow:
    """The lab that is open, or a new one on the photo; it ends with the main window.

    Args:
        folder: where its dialogs for files begin.
    """

    def editor() -> tuple[Code, Code | None] | None:
        now = document()
        return None if now is None else (photo_pixels(now.photo), now.mask.copy() if now.has_mask else None)

    if lab is None or not isValid(lab):
        now = document()
        lab = LabWindow(None if now is None else photo_pixels(now.photo), window, editor=editor, folder=folder)
        lab.setWindowFlag(Qt.WindowType.Window)
    lab.show()
    lab.raise_()
    lab.activateWindow()
    return lab

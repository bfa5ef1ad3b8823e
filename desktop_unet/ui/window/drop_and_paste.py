"""Photos that are dropped or pasted: files by their path, pictures by their pixels.

Comes in: Qt's mime data. Goes out: a path or a ``Photo``.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtGui import QImage

from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.photo import Photo
from desktop_unet.ui.look.qimages import to_rgb_pixels


def can_take(data: QMimeData) -> bool:
    """Whether the data may hold a photo."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())


def take(data: QMimeData) -> list[Path] | Photo:
    """The files in the data, or else the picture.

    Raises:
        RequestImpossible: there is none.
    """
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if paths:
        return list(dict.fromkeys(paths))
    image = QImage(data.imageData()) if data.hasImage() else QImage()
    if image.isNull():
        reason = QCoreApplication.translate(
            "Incoming", "The clipboard holds no photo; copy a picture or a photo file first"
        )
        raise RequestImpossible(reason=reason)
    pixels, alpha = to_rgb_pixels(image)
    return Photo(pixels, alpha)

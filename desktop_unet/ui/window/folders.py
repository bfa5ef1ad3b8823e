"""Which folder a dialog begins in, and how a file is shown where it lies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from desktop_unet.settings import Settings


def pictures_folder() -> Path:
    """Where the system keeps pictures; the home folder where that is not there."""
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return Path(pictures) if pictures and Path(pictures).is_dir() else Path.home()


def opening_folder(settings: Settings) -> Path:
    """Where photos are looked for: in the folder of the last one."""
    last = Path(settings.last_folder)
    return last if settings.last_folder and last.is_dir() else pictures_folder()


def remember_saved(settings: Settings, saved: Path, original: Path | None) -> Settings:
    """The next photo is saved to the same folder; who saves beside the original does so again."""
    is_beside = original is not None and saved.parent == original.parent
    return replace(settings, save_folder="" if is_beside else str(saved.parent))


def show_in_folder(path: Path) -> bool:
    """Open the file's folder in the system's file manager; False where there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

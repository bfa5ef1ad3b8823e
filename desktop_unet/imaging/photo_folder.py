"""Which photos a folder holds."""

from __future__ import annotations

from pathlib import Path

from desktop_unet.errors import FileMissing, NotAFolder
from desktop_unet.imaging.formats import READABLE_SUFFIXES


def photos_in(folder: Path, *, with_subfolders: bool = False) -> list[Path]:
    """Files in a folder whose suffix is that of a photo, sorted by path; none of them is opened.

    Raises:
        FileMissing, NotAFolder: it is no folder.
    """
    if not folder.exists():
        raise FileMissing(path=folder)
    if not folder.is_dir():
        raise NotAFolder(path=folder)
    entries = folder.rglob("*") if with_subfolders else folder.iterdir()
    return sorted(path for path in entries if path.suffix.lower() in READABLE_SUFFIXES and path.is_file())

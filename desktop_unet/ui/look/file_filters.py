"""Which files the dialogs offer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def photo_filter() -> str:
    """What a dialog that opens photos shows."""
    from desktop_unet.imaging.codec import READABLE_SUFFIXES

    text = QCoreApplication.translate("Dialogs", "Photos ({0});;All files (*)")
    return text.format(patterns_of(READABLE_SUFFIXES))


def patterns_of(suffixes: tuple[str, ...]) -> str:
    """The suffixes as a dialog wants them, in small letters and capitals."""
    return " ".join(f"*{suffix} *{suffix.upper()}" for suffix in suffixes)

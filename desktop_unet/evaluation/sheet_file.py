"""A sheet and its settings in one file: PNG (a text chunk) or PDF (a keyword).

Comes in: the sheet's pixels and JSON. Goes out: a file, and from a file the JSON again.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, PdfParser
from PIL.PngImagePlugin import PngInfo

from desktop_unet.errors import FileMissing, FormatUnknown, SheetUnreadable
from desktop_unet.evaluation.lab_settings import LabSettings
from desktop_unet.imaging.writing import write_bytes
from desktop_unet.phrases import Phrase

KEY = "desktop-unet.sheet"
SUFFIXES = (".png", ".pdf")
_LARGEST_BYTES = 64 << 20


def write_sheet(
    sheet_HWC: NDArray[np.uint8],
    settings: LabSettings,
    path: Path,
    *,
    overwrite: bool = False,
    original: Path | None = None,
) -> Path:
    """Write a sheet that can be opened again.

    Raises:
        FormatUnknown: the suffix is neither .png nor .pdf.
        OutputExists, OutputIsInput, OutputUnwritable: as ``imaging.writing.write_bytes``.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise FormatUnknown(path=path, suffix=suffix or path.name, suffixes=" ".join(SUFFIXES))
    content = _as_png(sheet_HWC, settings) if suffix == ".png" else _as_pdf(sheet_HWC, settings)
    return write_bytes(content, path, overwrite=overwrite, original=original)


def read_sheet(path: Path) -> LabSettings:
    """The settings that a sheet carries.

    Raises:
        FileMissing: there is no such file.
        SheetUnreadable: it carries none, or damaged ones.
    """
    if not path.exists():
        raise FileMissing(path=path)
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST_BYTES:
            raise SheetUnreadable(path=path, reason=Phrase("it is not a sheet"))
        text = _text_in(path)
        if text is None:
            raise SheetUnreadable(path=path, reason=Phrase("it contains no settings"))
        return LabSettings.from_json(text)
    except (OSError, SyntaxError, ValueError, PdfParser.PdfFormatError) as mistake:
        raise SheetUnreadable(path=path, reason=str(mistake) or type(mistake).__name__) from mistake


def _text_in(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(5)
    if head == b"%PDF-":
        with PdfParser.PdfParser(str(path), mode="rb") as parser:
            # Pillow turns what it finds into text where it is asked for as an attribute.
            subject, keywords = (getattr(parser.info, name, None) for name in ("Subject", "Keywords"))
            return str(keywords) if subject == KEY and keywords is not None else None
    with Image.open(path, formats=["PNG"]) as picture:
        picture.load()
        text = picture.info.get(KEY)
        return str(text) if text is not None else None


def _as_png(sheet_HWC: NDArray[np.uint8], settings: LabSettings) -> bytes:
    text = PngInfo()
    text.add_text(KEY, settings.to_json(), zip=True)
    with io.BytesIO() as memory:
        Image.fromarray(sheet_HWC).save(memory, "PNG", pnginfo=text)
        return memory.getvalue()


def _as_pdf(sheet_HWC: NDArray[np.uint8], settings: LabSettings) -> bytes:
    with io.BytesIO() as memory:
        Image.fromarray(sheet_HWC).save(
            memory, "PDF", quality=95, title="Desktop UNet", subject=KEY, keywords=settings.to_json(), resolution=150
        )
        return memory.getvalue()

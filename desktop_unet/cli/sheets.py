"""Sheets as the verbs write them: with their settings inside where the format takes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.errors import OutputExists
from desktop_unet.imaging.codec import check_target, write_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.ranges import to_8_bits

REOPENABLE = (".png", ".pdf")
_NOTE = "Only PNG and PDF sheets contain their settings and can be opened again in the lab."


def check_sheet_target(path: Path, extent: Extent | None = None, *, overwrite: bool, original: Path | None) -> None:
    """Whether a sheet can be written there, before anything slow begins; raises as ``check_target``."""
    if path.suffix.lower() != ".pdf":
        check_target(path, extent, overwrite=overwrite, original=original)
    elif path.exists() and not overwrite:
        raise OutputExists(path=path)


def save_sheet(
    sheet_HWC: NDArray[np.uint8],
    path: Path,
    *,
    truth: Photo,
    mask: Mask | None,
    scale: int,
    cards: tuple[str, ...],
    facts: Mapping[str, Any],
    overwrite: bool,
    original: Path | None,
    icc_profile: bytes | None = None,
) -> tuple[str, ...]:
    """Write a sheet; notes on what it does not carry.

    A PNG or PDF carries the middle of the photo and what was asked for, so that the lab can go on from it.
    """
    if path.suffix.lower() not in REOPENABLE:
        written = write_photo(Photo(sheet_HWC, icc_profile=icc_profile), path, overwrite=overwrite)
        return (*written.notes, _NOTE)
    from desktop_unet.evaluation.lab_settings import CROP_PX, LabSettings
    from desktop_unet.evaluation.sheet_file import write_sheet

    box = truth.extent.middle(CROP_PX).slices
    inside = None if mask is None else mask[box]
    settings = LabSettings(to_8_bits(truth.pixels[box]), inside, scale, cards, None, facts)
    write_sheet(sheet_HWC, settings, path, overwrite=overwrite, original=original)
    return ()

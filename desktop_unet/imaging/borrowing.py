"""What fills may borrow from, said by masks in files.

Comes in: files of masks. Goes out: one mask for ``engine.task.InpaintRequest``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.mask import read_mask
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.phrases import Phrase


def read_sources(photo: Photo, borrow_from: Path | None, never_from: Path | None) -> Mask | None:
    """Where may be borrowed from.

    Args:
        photo: to be filled.
        borrow_from: a mask that is white where that is allowed; None allows it everywhere.
        never_from: one that is white where it is not.

    Returns:
        (H, W), 255 where it is allowed; None where nothing was said.

    Raises:
        RequestImpossible: nothing is left.
        Mishap: as ``read_mask``.
    """
    if borrow_from is None and never_from is None:
        return None
    allowed = np.full((photo.height, photo.width), 255, np.uint8)
    if borrow_from is not None:
        allowed = np.where(read_mask(borrow_from, photo.extent, photo) > 0, allowed, np.uint8(0))
    if never_from is not None:
        allowed = np.where(read_mask(never_from, photo.extent, photo) > 0, np.uint8(0), allowed)
    if not allowed.any():
        raise RequestImpossible(reason=Phrase("--borrow-from and --never-from leave nothing to borrow from"))
    return allowed

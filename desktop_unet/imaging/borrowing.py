"""What fills may borrow from, said by masks in files.

Comes in: files of masks. Goes out: one mask for ``engine.task.InpaintRequest``.
"""

from __future__ import annotations

from pathlib import Path

from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.mask import read_mask, read_sampling
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.sampling import lent, lent_by
from desktop_unet.phrases import Phrase


def read_sources(
    photo: Photo, borrow_from: Path | None, never_from: Path | None, mask: Path | None = None
) -> Mask | None:
    """Where may be borrowed from.

    Args:
        photo: to be filled.
        borrow_from: a mask that is white where that is allowed; None allows it everywhere.
        never_from: one that is white where it is not.
        mask: the file of the mask that is filled; where neither of the others is given, it goes by the areas that the
            window has saved in it.

    Returns:
        (H, W), 255 where it is allowed; None where nothing was said.

    Raises:
        RequestImpossible: nothing is left.
        Mishap: as ``read_mask``.
    """
    if borrow_from is None and never_from is None and mask is not None:
        sampling = read_sampling(mask, photo.extent)
        return None if sampling is None else lent_by(sampling)
    borrow, never = (
        None if path is None else read_mask(path, photo.extent, photo) > 0 for path in (borrow_from, never_from)
    )
    allowed = lent(borrow, never)
    if allowed is not None and not allowed.any():
        raise RequestImpossible(reason=Phrase("--borrow-from and --never-from leave nothing to borrow from"))
    return allowed

"""Photos of the formats that libvips' wheel lacks (BMP, JPEG 2000, PNM), by Pillow.

Comes in: a path whose content is known. Goes out: a ``Photo``, as from ``reading``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from desktop_unet.errors import Mishap, PhotoDamaged
from desktop_unet.imaging.formats import Format
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.icc import profile_fits
from desktop_unet.imaging.libvips import reason
from desktop_unet.imaging.photo import Photo

SizeCheck = Callable[[Path, Extent], None]

_PLAIN = ("L", "LA", "RGB", "RGBA")


def read_with_pillow(path: Path, format_: Format, check: SizeCheck) -> Photo:
    """The photo in a file.

    Args:
        path: the file.
        format_: what it is by content; only this decoder is tried.
        check: raises where the size is too large; asked before decoding.

    Raises:
        PhotoDamaged: Pillow cannot decode it, in whatever way.
    """
    with _opened(path, format_) as image:
        check(path, Extent(image.height, image.width))
        return _photo(image, path)


def read_extent_with_pillow(path: Path, format_: Format, check: SizeCheck) -> Extent:
    """Its size from the header; arguments and mishaps as for ``read_with_pillow``."""
    with _opened(path, format_) as image:
        extent = Extent(image.height, image.width)
        check(path, extent)
        return extent


@contextlib.contextmanager
def _opened(path: Path, format_: Format) -> Iterator[Image.Image]:
    # Pillow's own limit only warns, and by other sizes than ours.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path, formats=(str(format_.pillow),)) as image:
            yield image
    except Mishap:
        raise
    except Exception as error:  # decoders raise anything for hostile files: OSError, SyntaxError, struct.error, ...
        raise PhotoDamaged(path=path, reason=reason(error)) from None


def _photo(image: Image.Image, path: Path) -> Photo:
    if image.mode.startswith("I"):
        wide = np.clip(np.array(image), 0, 65535).astype(np.uint16)
        return Photo(np.repeat(wide[..., None], 3, axis=2), is_gray=True, source=path)
    is_gray, has_alpha = image.mode in ("1", "L", "LA"), image.mode in ("LA", "RGBA", "PA")
    channels = np.array(image.convert("RGBA" if has_alpha else "RGB"))
    profile = image.info.get("icc_profile")
    return Photo(
        pixels=np.ascontiguousarray(channels[..., :3]),
        alpha=np.ascontiguousarray(channels[..., 3]) if has_alpha else None,
        icc_profile=profile if profile and profile_fits(profile, is_gray) else None,
        is_gray=is_gray,
        notes=() if image.mode in _PLAIN else (f"{image.mode} colours were converted to full colour.",),
        source=path,
    )

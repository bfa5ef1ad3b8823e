"""Photos of the formats that libvips' wheel lacks (BMP, JPEG 2000, PNM), by Pillow.

Comes in: a path whose content is known. Goes out: a ``Photo``, as from ``reading``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, overload

import numpy as np
from PIL import Image

from desktop_unet.errors import Mishap, PhotoDamaged
from desktop_unet.imaging.formats import Format
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.libvips import reason
from desktop_unet.imaging.photo import CodePixels, Photo

SizeCheck = Callable[[Path, Extent], None]


@overload
def read_with_pillow(
    path: Path, format_: Format, check: SizeCheck, *, header_only: Literal[False] = False
) -> Photo: ...
@overload
def read_with_pillow(path: Path, format_: Format, check: SizeCheck, *, header_only: Literal[True]) -> Extent: ...
def read_with_pillow(path: Path, format_: Format, check: SizeCheck, *, header_only: bool = False) -> Photo | Extent:
    """The photo, or only its size.

    Args:
        path: the file.
        format_: what it is by content; only this decoder is tried.
        check: raises where the size is too large; asked before decoding.
        header_only: whether the size is enough.

    Raises:
        PhotoDamaged: Pillow cannot decode it, in whatever way.
    """
    # Pillow's own limit only warns, and by other sizes than ours.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path, formats=(str(format_.pillow),)) as image:
            extent = Extent(image.height, image.width)
            check(path, extent)
            return extent if header_only else _photo(image, path)
    except Mishap:
        raise
    except Exception as error:  # decoders raise anything for hostile files: OSError, SyntaxError, struct.error, ...
        raise PhotoDamaged(path=path, reason=reason(error)) from None


def _photo(image: Image.Image, path: Path) -> Photo:
    if image.mode in ("I;16", "I;16B", "I"):
        gray = np.clip(np.array(image), 0, 65535).astype(np.uint16)
        return Photo(_tripled(gray), is_gray=True, source=path)
    notes = (
        () if image.mode in ("L", "LA", "RGB", "RGBA") else (f"{image.mode} colours were converted to full colour.",)
    )
    is_gray = image.mode in ("1", "L", "LA")
    has_alpha = image.mode in ("LA", "RGBA", "PA")
    channels = np.array(image.convert(("LA" if has_alpha else "L") if is_gray else ("RGBA" if has_alpha else "RGB")))
    alpha = np.ascontiguousarray(channels[..., -1]) if has_alpha else None
    pixels: CodePixels = np.ascontiguousarray(channels[..., :3])
    if is_gray:
        pixels = _tripled(channels[..., 0] if has_alpha else channels)
    return Photo(
        pixels, alpha=alpha, is_gray=is_gray, notes=notes, source=path, icc_profile=image.info.get("icc_profile")
    )


def _tripled(gray: CodePixels) -> CodePixels:
    return np.repeat(gray[..., None], 3, axis=2)

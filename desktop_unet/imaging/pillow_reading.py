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
from desktop_unet.imaging.photo import Photo

SizeCheck = Callable[[Path, Extent], None]

_PLAIN = ("L", "LA", "RGB", "RGBA")


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
    if image.mode.startswith("I"):
        wide = np.clip(np.array(image), 0, 65535).astype(np.uint16)
        return Photo(np.repeat(wide[..., None], 3, axis=2), is_gray=True, source=path)
    is_gray, has_alpha = image.mode in ("1", "L", "LA"), image.mode in ("LA", "RGBA", "PA")
    channels = np.array(image.convert("RGBA" if has_alpha else "RGB"))
    return Photo(
        pixels=np.ascontiguousarray(channels[..., :3]),
        alpha=np.ascontiguousarray(channels[..., 3]) if has_alpha else None,
        icc_profile=image.info.get("icc_profile"),
        is_gray=is_gray,
        notes=() if image.mode in _PLAIN else (f"{image.mode} colours were converted to full colour.",),
        source=path,
    )

"""Photos of the formats that libvips' wheel lacks (BMP, JPEG 2000, PNM), by Pillow.

Comes in: a path whose content is known. Goes out: a ``Photo``, as from ``vips_reading``.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFile

from desktop_unet.errors import Mishap, PhotoDamaged
from desktop_unet.imaging.formats import JPEG_2000, PNM, Format
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.icc import profile_fits
from desktop_unet.imaging.libvips import reason
from desktop_unet.imaging.partial import is_flat, read_as_far_as_it_goes
from desktop_unet.imaging.photo import CodePixels, Metadata, Photo
from desktop_unet.imaging.ranges import fill_16_bits
from desktop_unet.phrases import Phrase

SizeCheck = Callable[[Path, Extent], None]

_MODE_NOTES = {
    "1": Phrase("1-bit values were converted to 8 bits."),
    "P": Phrase("Palette colours were converted to full colour."),
}
_SPACES = ("L", "LA", "RGB", "RGBA", "1", "P", "PA")
_CODESTREAM, _DEPTH_AT = b"\xff\x4f\xff\x51", 42
_HEADER_BYTES = 1 << 20
_truncated_allowed = threading.Lock()
"""Pillow allows truncated files for the whole program or not at all."""


def read_with_pillow(path: Path, format_: Format, check: SizeCheck, *, whole: bool = False) -> Photo:
    """The photo in a file.

    Args:
        path: the file.
        format_: what it is by content; only this decoder is tried.
        check: raises where the size is too large; asked before decoding.
        whole: refuse a file of which a part is missing.

    Raises:
        PhotoDamaged: Pillow cannot decode it, in whatever way.
    """
    try:
        return _read(path, format_, check)
    except PhotoDamaged as damaged:
        if whole:
            raise
        why = damaged.facts["reason"]
    with truncated_files_allowed():
        found = _read(path, format_, check, read_as_far_as_it_goes(why))
    if is_flat(found.pixels):
        raise PhotoDamaged(path=path, reason=why)
    return found


@contextlib.contextmanager
def truncated_files_allowed(are: bool = True) -> Iterator[None]:
    """Meanwhile Pillow takes files of which a piece is missing; where they ``are`` not, nothing changes."""
    if not are:
        yield
        return
    with _truncated_allowed:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False


def _read(path: Path, format_: Format, check: SizeCheck, *notes: Phrase) -> Photo:
    with _opened(path, format_) as image:
        check(path, Extent(image.height, image.width))
        return _photo(image, path, format_, notes)


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


def _photo(image: Any, path: Path, format_: Format, notes: tuple[Phrase, ...]) -> Photo:
    metadata = Metadata(dots_per_inch=_resolution(image))
    if format_ is PNM and image.mode == "RGB" and _top_value(image, "ppm") > 255:
        return Photo(_wide_netpbm(image, path), metadata=metadata, notes=notes, source=path)
    notes += _notes(image, path, format_)
    if image.mode.startswith("I"):
        wide = np.clip(np.array(image), 0, 65535).astype(np.uint16)
        return Photo(np.repeat(wide[..., None], 3, axis=2), metadata=metadata, is_gray=True, notes=notes, source=path)
    is_gray, has_alpha = image.mode in ("1", "L", "LA"), image.mode in ("LA", "RGBA", "PA")
    wanted = "RGBA" if has_alpha else "RGB"
    channels = np.array(image if image.mode == wanted else image.convert(wanted))
    profile = image.info.get("icc_profile")
    return Photo(
        pixels=np.ascontiguousarray(channels[..., :3]),
        alpha=np.ascontiguousarray(channels[..., 3]) if has_alpha else None,
        icc_profile=profile if profile and profile_fits(profile, is_gray) else None,
        metadata=metadata,
        is_gray=is_gray,
        notes=notes,
        source=path,
    )


def _notes(image: Any, path: Path, format_: Format) -> tuple[Phrase, ...]:
    notes = []
    if image.mode in _MODE_NOTES:
        notes.append(_MODE_NOTES[image.mode])
    elif image.mode not in _SPACES and not image.mode.startswith("I"):
        notes.append(Phrase("{mode} colours were converted to full colour.", mode=image.mode))
    depth = _jpeg_2000_depth(path) if format_ is JPEG_2000 and not image.mode.startswith("I") else 8
    if depth > 8:
        notes.append(Phrase("JPEG 2000 in colour is read with 8 bits: the file's {depth} were rounded.", depth=depth))
    if _top_value(image, "ppm_plain") > 255 and image.mode == "RGB":
        notes.append(Phrase("PNM as text is read with 8 bits: the file's values were rounded."))
    return tuple(notes)


def _top_value(image: Any, codec: str) -> int:
    """The greatest value that a Netpbm header names; 0 where Pillow does not use this codec of its own."""
    name, _, _, arguments = image.tile[0] if image.tile else ("", None, 0, 0)
    return int(arguments[-1] if isinstance(arguments, tuple) else arguments) if name == codec else 0


def _resolution(image: Any) -> tuple[float, float] | None:
    across, down = image.info.get("dpi", (0, 0))
    return (float(across), float(down)) if across >= 1 and down >= 1 else None


def _wide_netpbm(image: Any, path: Path) -> CodePixels:
    """(H, W, 3) uint16 of a binary PPM with more than 8 bits, of which Pillow would keep 8.

    Source: Netpbm's ppm(5): two bytes a sample, the most significant first.
    """
    start, top = image.tile[0][2], _top_value(image, "ppm")
    shape = (image.height, image.width, 3)
    content = np.fromfile(path, ">u2", count=int(np.prod(shape)), offset=start)
    if content.size < np.prod(shape):
        raise ValueError("image file is truncated")
    if top == 65535:
        return content.reshape(shape).astype(np.uint16)
    return fill_16_bits(content.reshape(shape), top)


def _jpeg_2000_depth(path: Path) -> int:
    """Bits per sample; 8 where the codestream is not found.

    Source: ITU-T T.800, A.5.1 (SIZ: Ssiz of the first component).
    """
    with path.open("rb") as file:
        head = file.read(_HEADER_BYTES)
    at = head.find(_CODESTREAM)
    return (head[at + _DEPTH_AT] & 0x7F) + 1 if 0 <= at < len(head) - _DEPTH_AT else 8

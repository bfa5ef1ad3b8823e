"""Photos and files that the imaging tests share; never square."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike
from PIL import Image, ImageCms

from desktop_unet.imaging.photo import CodePixels, Photo

HEIGHT, WIDTH = 37, 53


def noise(dtype: DTypeLike = np.uint8, channels: int = 3, seed: int = 0) -> CodePixels:
    """Every value of the type may occur, so that nothing rounds unseen."""
    rng = np.random.default_rng(seed)
    top = np.iinfo(np.dtype(dtype)).max + 1
    return np.squeeze(rng.integers(0, top, (HEIGHT, WIDTH, channels)).astype(dtype))


def smooth(height: int = HEIGHT, width: int = WIDTH) -> CodePixels:
    """A soft picture that lossy formats keep well; each corner differs, so that turns are seen."""
    down, across = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    channels = np.stack([down, across, (down + 2 * across) / 3], axis=-1)
    return np.rint(40 + 170 * channels).astype(np.uint8)


def photo(dtype: DTypeLike = np.uint8, *, alpha: bool = False, gray: bool = False, **more: object) -> Photo:
    pixels = np.repeat(noise(dtype, 1)[..., None], 3, axis=2) if gray else noise(dtype)
    return Photo(pixels, alpha=noise(dtype, 1, seed=1) if alpha else None, is_gray=gray, **more)


def jpeg_with_exif(path: Path, pixels: CodePixels, orientation: int, thumbnail: bytes = b"") -> Path:
    """A JPEG as a camera writes it: EXIF with orientation, maker, GPS, and a thumbnail."""
    image = Image.fromarray(pixels)
    exif = Image.Exif()
    exif[0x010F] = "Camera works"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    block = exif.tobytes()
    image.save(path, quality=97, subsampling=0, exif=with_thumbnail(block, thumbnail) if thumbnail else block)
    return path


def with_thumbnail(block: bytes, thumbnail: bytes) -> bytes:
    """An EXIF block with a second directory that points to a small picture at its end."""
    tiff = bytearray(block[6:])
    order = "little" if tiff[:2] == b"II" else "big"
    first = int.from_bytes(tiff[4:8], order)
    link = first + 2 + 12 * int.from_bytes(tiff[first : first + 2], order)
    start = len(tiff)
    tiff[link : link + 4] = start.to_bytes(4, order)

    def entry(tag: int, value: int) -> bytes:
        return tag.to_bytes(2, order) + (4).to_bytes(2, order) + (1).to_bytes(4, order) + value.to_bytes(4, order)

    picture_at = start + 2 + 2 * 12 + 4
    tiff += (2).to_bytes(2, order) + entry(0x0201, picture_at) + entry(0x0202, len(thumbnail)) + bytes(4) + thumbnail
    return block[:6] + bytes(tiff)


@cache
def srgb_profile() -> bytes:
    """Little CMS' own; made once, since it bears the second it was made in."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """sRGB's own profile with the colourants of red and green exchanged: a wide difference, easily predicted."""
    profile = bytearray(srgb_profile())
    count = int.from_bytes(profile[128:132], "big")
    at = {bytes(profile[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, green = at[b"rXYZ"], at[b"gXYZ"]
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    description = profile.find("sRGB built-in".encode("utf-16-be"))
    assert description > 0
    profile[description : description + 8] = "test".encode("utf-16-be")
    return bytes(profile)


def encoded(image: Image.Image, format_: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, format_, **options)
    return buffer.getvalue()

"""What is fuzzed: a table with a row per kind of file that the program reads.

A row has files to begin with and a reader. The reader may give a value or raise a ``Mishap`` of one
line; anything else is a finding. To have another kind of file fuzzed, add a row: ``make fuzz``, the
short run among the tests, and the files kept in ``found/`` take their targets from here.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from desktop_unet.errors import Mishap
from desktop_unet.imaging.codec import read_extent, read_photo, write_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.mask import read_mask
from desktop_unet.imaging.photo import Metadata, Photo
from desktop_unet.models.card import read_card
from desktop_unet.models.onnx_file import read_onnx_file
from desktop_unet.paths import resources_dir
from desktop_unet.settings import Settings, load_settings, save_settings
from desktop_unet.studio.lab.lessons import Lesson, read_lesson
from tests.imaging import png_building
from tests.imaging.samples import encoded, noise, smooth, srgb_profile

FOUND = Path(__file__).with_name("found")
EXTENT = Extent(37, 53)


@dataclass(frozen=True)
class Target:
    """One kind of file.

    Args:
        seeds: whole files to begin with.
        read: gives whatever the file holds, or raises a ``Mishap``.
    """

    seeds: Callable[[], list[bytes]]
    read: Callable[[Path], object]


def photos() -> list[bytes]:
    """A small photo in every format, with what travels along, and PNG in its fifteen kinds."""
    image, exif = Image.fromarray(smooth()), Image.Exif()
    exif[0x010F] = "Camera works"
    carried = Photo(noise(), metadata=Metadata(exif=exif.tobytes(), xmp=b"<x:xmpmeta/>"))
    exif[0x0112] = 6
    plain = [encoded(image, name) for name in ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP", "PPM", "JPEG2000", "AVIF")]
    modes = [encoded(image.convert(mode), "TIFF") for mode in ("CMYK", "LAB", "L", "1", "P", "RGBA")]
    packed = [encoded(image, "TIFF", compression=name) for name in ("tiff_lzw", "tiff_deflate", "jpeg", "packbits")]
    cameras = [encoded(image, "JPEG", exif=exif.tobytes(), icc_profile=srgb_profile(), progressive=True)]
    moving = [encoded(image, name, save_all=True, append_images=[image]) for name in ("GIF", "PNG", "TIFF", "WEBP")]
    colours = (png_building.chunk(b"PLTE", bytes(range(256)) * 3),)
    kinds = [
        png_building.png(png_building.samples(kind, bits, 9, 11), kind, bits, before=colours[: kind == 3])
        for kind, bits in png_building.KINDS
    ]
    return [*plain, *modes, *packed, *cameras, *moving, *kinds, *_as_the_program_writes(carried)]


def _as_the_program_writes(photo: Photo) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"photo{suffix}") for suffix in (".jpg", ".png", ".tif", ".webp", ".avif")]
        for path in paths:
            write_photo(photo, path)
        return [path.read_bytes() for path in paths]


def masks() -> list[bytes]:
    """Masks of ``EXTENT`` in some formats and depths."""
    marked = np.where(noise(channels=1) > 127, np.uint8(255), np.uint8(0))
    image = Image.fromarray(marked)
    strokes = Image.fromarray(np.dstack([noise(), marked]))
    return [
        *(encoded(image, name) for name in ("PNG", "BMP", "TIFF", "GIF", "PPM", "JPEG")),
        encoded(image.convert("1"), "PNG"),
        encoded(strokes, "PNG"),
    ]


@cache
def weight_headers() -> list[bytes]:
    """The headers of the program's own networks, with a few of their numbers."""
    from desktop_unet.models.card import HEADER_LIMIT_BYTES
    from desktop_unet.paths import weights_dir

    found = []
    for path in sorted(weights_dir().glob("*.safetensors")):
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            assert length < HEADER_LIMIT_BYTES
            file.seek(0)
            found.append(file.read(8 + length + 64))
    return found


def settings_files() -> list[bytes]:
    """Settings as they are saved, and as another version might have saved them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "settings.json")
        save_settings(Settings().opened("/photos/a.png"), path)
        return [path.read_bytes(), b"{}", b'{"theme": "dark", "recent_files": ["a", "b"], "invented": null}']


_BETWEEN = b"\n=== Markdown ===\n"


def lessons() -> list[bytes]:
    """The program's lessons, each with its English Markdown behind it, and one of a teacher's own."""
    found = []
    for path in sorted((resources_dir() / "lessons").glob("*.json")):
        markdown = path.with_suffix(".en.md").read_bytes()
        values = json.loads(path.read_bytes()) | {"text": {"en": "fuzzed.md"}}
        found.append(json.dumps(values).encode() + _BETWEEN + markdown)
    own = {"order": 10, "title": {"en": "Own"}, "text": {"en": "fuzzed.md"}, "set_up": {"seed": 3, "pixel": [1, 2]}}
    return [*found, json.dumps(own).encode() + _BETWEEN + b"Before\n\n<!-- reveal -->\n\nAfter\n"]


def read_any_lesson(path: Path) -> Lesson:
    """A lesson's table and its Markdown are two files, and one here."""
    table, _, markdown = path.read_bytes().partition(_BETWEEN)
    path.write_bytes(table)
    path.with_suffix(".md").write_bytes(markdown)
    return read_lesson(path)


def onnx_files() -> list[bytes]:
    """A model of one node, its numbers as bytes and as numbers."""

    def field(number: int, content: bytes | int) -> bytes:
        if isinstance(content, int):
            return bytes([number << 3, content])
        assert len(content) < 128
        return bytes([number << 3 | 2, len(content)]) + content

    def port(name: bytes) -> bytes:
        sides = b"".join(field(1, field(1, side)) for side in (1, 3)) + 2 * field(1, field(2, b"n"))
        return field(1, name) + field(2, field(1, field(1, 1) + field(2, sides)))

    found = []
    for numbers in (field(9, bytes(8)), field(4, bytes(8)) + field(14, 0)):
        tensor = field(1, 2) + field(2, 1) + field(8, b"two") + numbers
        node = field(1, b"x") + field(1, b"two") + field(2, b"y") + field(4, b"Add") + field(7, b"")
        parts = [field(1, node), field(2, b"g"), field(5, tensor), field(11, port(b"x")), field(12, port(b"y"))]
        graph = b"".join(parts)
        length = bytes([7 << 3 | 2, len(graph) & 127 | 128, len(graph) >> 7])
        found.append(field(1, 9) + length + graph + field(8, field(2, 17)) + field(14, field(1, b"k") + field(2, b"v")))
    return found


def read_any_photo(path: Path) -> object:
    """Header and pixels; both must agree on the size."""
    extent = read_extent(path)
    photo = read_photo(path)
    assert photo.extent == extent
    return photo


TARGETS: Mapping[str, Target] = {
    "photo": Target(photos, read_any_photo),
    "mask": Target(masks, lambda path: read_mask(path, EXTENT)),
    "weights": Target(weight_headers, read_card),
    "onnx": Target(onnx_files, read_onnx_file),
    "settings": Target(settings_files, load_settings),
    "lesson": Target(lessons, read_any_lesson),
}


def try_one(target: Target, content: bytes, folder: Path) -> bool:
    """Read one file; whether it was taken.

    Raises:
        AssertionError: the sentence of a mishap has several lines.
        Exception: a finding.
    """
    path = folder / "fuzzed"
    path.write_bytes(content)
    try:
        target.read(path)
    except Mishap as mishap:
        sentence = str(mishap)
    else:
        return True
    assert len(sentence.splitlines()) == 1, sentence
    return False


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """A file with some bytes changed, cut, doubled or moved."""
    content = bytearray(seed)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(content) + 1)
        end = min(len(content), at + chance.choice((1, 2, 4, 8, 64)))
        match chance.randrange(6):
            case 0 if at < len(content):
                content[at] ^= 1 << chance.randrange(8)
            case 1:
                content[at:end] = chance.randbytes(end - at)
            case 2:
                content[at:end] = bytes([chance.choice((0, 255, 127, 128))]) * (end - at)
            case 3:
                del content[at:end]
            case 4:
                content[at:at] = content[at:end] * chance.choice((1, 3))
            case _:
                content = content[: at + 1] if chance.random() < 0.2 else content
    return bytes(content)

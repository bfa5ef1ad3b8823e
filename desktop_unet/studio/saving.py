"""How a photo is written, what its file is called, and how large it will be.

Comes in: what the save dialog says. Goes out: files, by ``codec.write_photo``. What
works here works in the worker thread.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop_unet.document.document import Document
from desktop_unet.errors import OriginalChanged
from desktop_unet.imaging.formats import Format, format_of_suffix
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import high_bytes
from desktop_unet.paths import sample_photo
from desktop_unet.phrases import Phrase
from desktop_unet.studio.file_stamps import Stamp, stamps_of
from desktop_unet.studio.limits import suffix_for
from desktop_unet.studio.orders import order_of, suffix_of

if TYPE_CHECKING:
    from desktop_unet.imaging.writing import Written

MEASURED_PX = 6_000_000
"""Photos of more pixels are not written for the estimate, but bands of them of so many pixels together."""
_BANDS = 8


@dataclass(frozen=True)
class SaveChoice:
    """Where and how to write.

    Args:
        path: its suffix names the format.
        quality: 1 to 100, for formats that lose some.
        compression: 0 to 9, for PNG.
        strip_metadata: leave out EXIF, place, and the like.
        strip_profile: convert colours to sRGB and leave the profile out.
        replaces_original: the user agreed to that.
        parts_stay: pixels of the photo are as they were, and a format that changes them is to say so.
    """

    path: Path
    quality: int = 95
    compression: int = 1
    strip_metadata: bool = False
    strip_profile: bool = False
    replaces_original: bool = False
    parts_stay: bool = False


@dataclass(frozen=True)
class SizeEstimate:
    """Bytes of the file to be; ``is_exact`` where all of it was written to find out. ``notes`` are the format's."""

    bytes: int
    is_exact: bool
    notes: tuple[Phrase, ...]


@dataclass(frozen=True)
class Saved:
    """A photo that is on disk now, and what was said of it."""

    path: Path
    bytes: int
    notes: tuple[Phrase, ...]
    stamp: Stamp | None = None

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        in_megabytes = self.bytes >= 1e6
        size = round(self.bytes / 1e6, 1) if in_megabytes else max(1, round(self.bytes / 1e3))
        unit = "MB" if in_megabytes else "kB"
        place = {"name": self.path.name, "folder": self.path.parent}
        return Phrase("Saved as {name} in {folder} ({size} {unit}).", size=size, unit=unit, **place), *self.notes


def save(photo: Photo, how: SaveChoice, original: Path | None, stamp: Stamp | None = None) -> Saved:
    """Write ``photo``; the user has agreed to overwriting, and to replacing the original where ``how`` says so.

    Raises:
        OriginalChanged: the original is no longer the file that it was by its ``stamp``.
        Mishap: as ``write``.
    """
    if how.replaces_original and original is not None and stamps_of([original]).get(original) not in (None, stamp):
        raise OriginalChanged(path=original)
    written = write(photo, how, original)
    notes = (*written.notes, *_note_on_loss(how))
    return Saved(how.path, written.bytes, notes, stamps_of([how.path]).get(how.path))


def parts_stay(document: Document, photo: Photo) -> bool:
    """Whether ``photo``, a result, has pixels that nothing has changed: only holes of it were filled."""
    for result in document.results:
        if not order_of(result).leaves_the_rest:
            return False
        if any(photo is each for each in result.photos.values()):
            return True
    return False


def _note_on_loss(how: SaveChoice) -> tuple[Phrase, ...]:
    from desktop_unet.imaging.writing import note_on_loss

    return note_on_loss(how.path) if how.parts_stay else ()


def write(photo: Photo, how: SaveChoice, original: Path | None) -> Written:
    """Write ``photo``; other files of that name are replaced, the original only where that was agreed to.

    Raises:
        Mishap: as ``codec.write_photo``.
    """
    from desktop_unet.imaging.codec import check_target, write_photo

    kept = None if how.replaces_original else original
    check_target(how.path, photo.extent, overwrite=True, original=kept)
    return write_photo(
        _prepared(replace(photo, source=kept), how),
        how.path,
        quality=how.quality,
        overwrite=True,
        strip_metadata=how.strip_metadata,
        compression=how.compression,
    )


def estimate(photo: Photo, how: SaveChoice) -> SizeEstimate:
    """How large the file will be: measured by writing the photo, or bands of a large one.

    Raises:
        Mishap: the format does not hold it.
        OSError, pyvips.Error: it cannot be written.
    """
    from desktop_unet.imaging.encoding import Encoding, encode

    format_ = format_of_suffix(how.path)
    encoding = Encoding(how.quality, how.strip_metadata, how.compression)
    measured, share = _measured_part(photo)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"part{how.path.suffix}"
        notes = encode(_prepared(measured, how), path, format_, encoding)
        carried = 0 if how.strip_metadata else _carried_bytes(photo)
        pixels = max(0, path.stat().st_size - carried)
        return SizeEstimate(round(pixels / share) + carried, share == 1, (*notes, *_note_on_loss(how)))


def _carried_bytes(photo: Photo) -> int:
    blocks = (photo.metadata.exif, photo.metadata.xmp, photo.metadata.iptc)
    return sum(len(block) for block in blocks if block)


def _measured_part(photo: Photo) -> tuple[Photo, float]:
    """The photo or evenly spread bands of it, and which share of it that is."""
    if photo.extent.pixels <= MEASURED_PX:
        return photo, 1.0
    rows = max(8, MEASURED_PX // photo.width // _BANDS // 8 * 8)
    tops = np.linspace(0, photo.height - rows, _BANDS).astype(int)
    pixels = np.concatenate([photo.pixels[top : top + rows] for top in tops])
    alpha = None if photo.alpha is None else np.concatenate([photo.alpha[top : top + rows] for top in tops])
    return photo.with_pixels(pixels, alpha), len(pixels) / photo.height


def _prepared(photo: Photo, how: SaveChoice) -> Photo:
    """The photo in sRGB where its profile is to be left out; of 8 bits then, as the conversion gives them."""
    from desktop_unet.imaging.profile import is_srgb, to_srgb_for_screen

    if not how.strip_profile or photo.icc_profile is None:
        return photo
    if is_srgb(photo):
        return replace(photo, icc_profile=None)
    alpha = None if photo.alpha is None else high_bytes(photo.alpha)
    return replace(photo, pixels=to_srgb_for_screen(photo), alpha=alpha, icc_profile=None)


def suggested_target(document: Document, folder: Path, last: str = "") -> Path:
    """Named after what was done, in a folder that is there; PNG where the original's format may not be written.

    Args:
        document: the photo, and what was done.
        folder: for photos that have no file of their own, or whose folder has gone.
        last: the folder that was saved to last; empty for beside the original.
    """
    source = document.original.source
    if source == sample_photo() or source is None:
        source = folder / f"{source.stem if source else 'photo'}.png"
    folders = (*([Path(last)] if last else []), source.parent, folder)
    source = next((each for each in folders if each.is_dir()), folder) / source.name
    done = suffix_of(document) or "-copy"
    suffix = suffix_for(source.suffix, document.photo.extent)
    return source.with_name(f"{source.stem}{done}{suffix}")


def holds(format_: Format, extent: Extent) -> bool:
    """Whether a format holds a photo of this size."""
    return max(extent.height, extent.width) <= format_.side_limit

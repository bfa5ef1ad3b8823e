"""How a photo is written, how large its file will be, and the sheet that shows several; no Qt.

Comes in: what the save dialog or the comparison says. Goes out: files, by ``codec.write_photo``. What
works here works in the worker thread.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop_unet.document.document import Document
from desktop_unet.errors import OriginalChanged
from desktop_unet.imaging.formats import Format, format_of_suffix
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo
from desktop_unet.paths import sample_photo
from desktop_unet.phrases import Phrase
from desktop_unet.studio.file_stamps import Stamp, stamps_of
from desktop_unet.studio.limits import suffix_for
from desktop_unet.studio.orders import order_of
from desktop_unet.studio.renditions import Rendition

if TYPE_CHECKING:
    from desktop_unet.imaging.scoring import Scores
    from desktop_unet.imaging.writing import Written

MEASURED_PX = 6_000_000
"""Photos of more pixels are not written for the estimate, but bands of them of so many pixels together."""
_BANDS = 8
_SHEET_SIDE_PX = 2000


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
    """

    path: Path
    quality: int = 95
    compression: int = 1
    strip_metadata: bool = False
    strip_profile: bool = False
    replaces_original: bool = False


@dataclass(frozen=True)
class SizeEstimate:
    """Bytes of the file to be; ``is_exact`` where all of it was written to find out. ``notes`` are the format's."""

    bytes: int
    is_exact: bool
    notes: tuple[Phrase, ...]


@dataclass(frozen=True, eq=False)
class SheetPanel:
    """One picture of a sheet: the part of a photo, 0..1 of its sides as (top, left, bottom, right), and captions."""

    photo: Photo
    part: tuple[float, float, float, float]
    caption: tuple[str, ...]


@dataclass(frozen=True)
class Saved:
    """A photo that is on disk now, and what was said of it."""

    path: Path
    bytes: int
    notes: tuple[Phrase, ...]
    stamp: Stamp | None = None

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        size = f"{self.bytes / 1e6:.1f} MB" if self.bytes >= 1e6 else f"{max(1, round(self.bytes / 1e3))} kB"
        return Phrase("Saved as {name} ({size}).", name=self.path.name, size=size), *self.notes


def save(photo: Photo, how: SaveChoice, original: Path | None, stamp: Stamp | None = None) -> Saved:
    """Write ``photo``; the user has agreed to overwriting, and to replacing the original where ``how`` says so.

    Raises:
        OriginalChanged: the original is no longer the file that it was by its ``stamp``.
        Mishap: as ``write``.
    """
    if how.replaces_original and original is not None and stamps_of([original]).get(original) not in (None, stamp):
        raise OriginalChanged(path=original)
    written = write(photo, how, original)
    return Saved(how.path, written.bytes, tuple(written.notes), stamps_of([how.path]).get(how.path))


def save_sheet(panels: tuple[SheetPanel, ...], path: Path, original: Path | None) -> Saved:
    """Draw a comparison sheet and write it."""
    written = write(draw_comparison(panels), SaveChoice(path), original)
    return Saved(path, written.bytes, tuple(written.notes))


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
        return SizeEstimate(round(pixels / share) + carried, share == 1, notes)


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
    alpha = photo.alpha if photo.alpha is None or photo.depth_bits == 8 else (photo.alpha >> 8).astype(np.uint8)
    return replace(photo, pixels=to_srgb_for_screen(photo), alpha=alpha, icc_profile=None)


def sheet_panels(
    shown: Iterable[Rendition], seen: Rect, extent: Extent, scores: Scores | None
) -> tuple[SheetPanel, ...]:
    """A panel for each picture that is shown, but previews.

    Args:
        seen: the box of pixels that is in view.
        extent: size of what it is in view of.
        scores: of the pictures beside a reference.
    """
    part = (seen.top / extent.height, seen.left / extent.width, seen.bottom / extent.height, seen.right / extent.width)
    return tuple(_panel(each, part, scores) for each in dict.fromkeys(shown) if each.place is None)


def _panel(rendition: Rendition, part: tuple[float, float, float, float], scores: Scores | None) -> SheetPanel:
    captions = [rendition.name, f"{rendition.photo.width} × {rendition.photo.height}"]
    if scores is not None and rendition.kind != "reference":
        captions.append(f"{scores.psnr:.2f} dB, SSIM {scores.ssim:.4f}")
    return SheetPanel(rendition.photo, part, tuple(captions))


def draw_comparison(panels: Sequence[SheetPanel]) -> Photo:
    """One picture with all panels, each at the size of the largest part, within reason."""
    from desktop_unet.evaluation.sheet import Panel, draw_sheet
    from desktop_unet.imaging.profile import to_srgb_for_screen
    from desktop_unet.imaging.ranges import code_to_unit
    from desktop_unet.imaging.resample import resize

    parts = [panel.photo.cut(_box(panel)) for panel in panels]
    extent = _panel_extent([part.extent for part in parts])
    pictures = [resize(code_to_unit(to_srgb_for_screen(part)), extent, "bicubic", clip=True) for part in parts]
    drawn = [Panel(panel.caption, picture) for panel, picture in zip(panels, pictures, strict=True)]
    return Photo(draw_sheet(drawn))


def _box(panel: SheetPanel) -> Rect:
    top, left, bottom, right = panel.part
    height, width = panel.photo.height, panel.photo.width
    first_row, first_column = min(int(top * height), height - 1), min(int(left * width), width - 1)
    return Rect.from_edges(
        first_row,
        first_column,
        max(first_row + 1, round(bottom * height)),
        max(first_column + 1, round(right * width)),
    ).within(panel.photo.extent)


def _panel_extent(extents: Sequence[Extent]) -> Extent:
    largest = max(extents, key=lambda extent: extent.pixels)
    shrink = min(1.0, _SHEET_SIDE_PX / max(largest.height, largest.width))
    return Extent(max(1, round(largest.height * shrink)), max(1, round(largest.width * shrink)))


def suggested_target(document: Document, folder: Path) -> Path:
    """Beside the original, named after what was done; PNG where the original's format may not be written.

    Args:
        folder: for photos that have no file of their own.
    """
    source = document.original.source
    if source == sample_photo() or source is None:
        source = folder / f"{source.stem if source else 'photo'}.png"
    done = "".join(dict.fromkeys(order_of(result).suffix for result in document.results)) or "-copy"
    suffix = suffix_for(source.suffix, document.photo.extent)
    return source.with_name(f"{source.stem}{done}{suffix}")


def holds(format_: Format, extent: Extent) -> bool:
    """Whether a format holds a photo of this size."""
    return max(extent.height, extent.width) <= format_.side_limit

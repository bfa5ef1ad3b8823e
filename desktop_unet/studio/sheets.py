"""The sheet that shows several pictures of a photo side by side, drawn and written in the worker thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio.renditions import Rendition
from desktop_unet.studio.saving import SaveChoice, Saved, write

if TYPE_CHECKING:
    from desktop_unet.imaging.scoring import Scores

_SIDE_PX = 2000


@dataclass(frozen=True, eq=False)
class SheetPanel:
    """One picture of a sheet: the part of a photo, 0..1 of its sides as (top, left, bottom, right), and captions."""

    photo: Photo
    part: tuple[float, float, float, float]
    caption: tuple[str, ...]


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
    shrink = min(1.0, _SIDE_PX / max(largest.height, largest.width))
    return Extent(max(1, round(largest.height * shrink)), max(1, round(largest.width * shrink)))


def save_sheet(panels: tuple[SheetPanel, ...], path: Path, original: Path | None) -> Saved:
    """Draw a comparison sheet and write it."""
    written = write(draw_comparison(panels), SaveChoice(path), original)
    return Saved(path, written.bytes, tuple(written.notes))

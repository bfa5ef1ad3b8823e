"""One picture that shows a comparison: panels side by side, each with a caption above.

Comes in: pictures of one size with captions. Goes out: the sheet's pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import UnitImage
from desktop_unet.imaging.ranges import unit_to_code

DIFFERENCE_GAIN = 4.0
"""How much differences are amplified, so that an eye sees them."""

_PAPER, _INK = (32, 32, 32), (235, 235, 235)
_SMALLEST_TEXT_PX = 9


@dataclass(frozen=True, eq=False)
class Panel:
    """One picture of the sheet: (H, W, 3) unit range, with lines of text above."""

    caption: tuple[str, ...]
    picture_HWC: UnitImage


def difference_panel(first: UnitImage, second: UnitImage, gain: float = DIFFERENCE_GAIN) -> Panel:
    """Where two pictures differ: middle gray where they agree."""
    shown = np.clip(0.5 + gain * (first - second), 0, 1).astype(np.float32)
    return Panel(("difference", f"skip - no skip, x{gain:g}"), shown)


@dataclass(frozen=True)
class _Plan:
    """Where panels of one size go: the grid, and what captions take."""

    columns: int
    text_px: int
    gap_px: int
    cell: Extent
    extent: Extent


def _plan(picture: Extent, count: int, lines: int, columns: int | None) -> _Plan:
    if columns is None:
        columns = count if count * picture.width <= 2 * picture.height else -(-count // 2)
    # Captions grow with the photo, so that they can be read where the whole sheet is fitted to a screen.
    text_px = min(max(12, picture.width // 24), 96)
    gap_px, caption_px = text_px // 2, round(text_px * 1.25) * lines
    cell = Extent(picture.height + caption_px + gap_px, picture.width + gap_px)
    rows = -(-count // columns)
    return _Plan(columns, text_px, gap_px, cell, Extent(rows * cell.height + gap_px, columns * cell.width + gap_px))


def sheet_extent(picture: Extent, count: int = 4, lines: int = 2, columns: int | None = None) -> Extent:
    """Size of the sheet that ``draw_sheet`` would draw of ``count`` panels with captions of ``lines``."""
    return _plan(picture, count, lines, columns).extent


def draw_sheet(panels: Sequence[Panel], columns: int | None = None) -> NDArray[np.uint8]:
    """All panels in rows of ``columns``; without that in one row, or two where that is nearer to a square.

    Returns:
        (H, W, 3) uint8.
    """
    lines = max(len(panel.caption) for panel in panels)
    plan = _plan(Extent(*panels[0].picture_HWC.shape[:2]), len(panels), lines, columns)
    sheet = Image.new("RGB", (plan.extent.width, plan.extent.height), _PAPER)
    pen = ImageDraw.Draw(sheet)
    caption_px = plan.cell.height - plan.gap_px - panels[0].picture_HWC.shape[0]
    for number, panel in enumerate(panels):
        top = number // plan.columns * plan.cell.height + plan.gap_px
        left = number % plan.columns * plan.cell.width + plan.gap_px
        for line, text in enumerate(panel.caption):
            fitted, font = _fitted(text, plan.text_px, panel.picture_HWC.shape[1])
            pen.text((left, top + round(line * 1.25 * plan.text_px)), fitted, _INK, font)
        sheet.paste(Image.fromarray(unit_to_code(panel.picture_HWC, np.uint8)), (left, top + caption_px))
    return np.asarray(sheet)


def _fitted(text: str, text_px: int, width: int) -> tuple[str, ImageFont.ImageFont | ImageFont.FreeTypeFont]:
    """A caption that stays above its own picture: smaller where it has to be, and cut where that is not enough."""
    font = ImageFont.load_default(text_px)
    while font.getlength(text) > width and text_px > _SMALLEST_TEXT_PX:
        text_px -= 1
        font = ImageFont.load_default(text_px)
    while font.getlength(text) > width and len(text) > 1:
        text = text.rstrip("…")[:-1] + "…"
    return text, font

"""One picture that shows a comparison: panels side by side, each with a caption above.

Comes in: pictures of one size with captions. Goes out: the sheet's pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from desktop_unet.imaging.photo import UnitImage
from desktop_unet.imaging.ranges import unit_to_code

DIFFERENCE_GAIN = 4.0
"""How much differences are amplified, so that an eye sees them."""

_PAPER, _INK = (32, 32, 32), (235, 235, 235)


@dataclass(frozen=True, eq=False)
class Panel:
    """One picture of the sheet: (H, W, 3) unit range, with lines of text above."""

    caption: tuple[str, ...]
    picture_HWC: UnitImage


def difference_panel(first: UnitImage, second: UnitImage) -> Panel:
    """Where two pictures differ: middle gray where they agree."""
    shown = np.clip(0.5 + DIFFERENCE_GAIN * (first - second), 0, 1).astype(np.float32)
    return Panel(("difference", f"skip - no skip, x{DIFFERENCE_GAIN:g}"), shown)


def draw_sheet(panels: Sequence[Panel], columns: int | None = None) -> NDArray[np.uint8]:
    """All panels in rows of ``columns``; without that in one row, or two where that is nearer to a square.

    Returns:
        (H, W, 3) uint8.
    """
    height, width = panels[0].picture_HWC.shape[:2]
    if columns is None:
        columns = len(panels) if len(panels) * width <= 2 * height else -(-len(panels) // 2)
    rows = -(-len(panels) // columns)
    # Captions grow with the photo, so that they can be read where the whole sheet is fitted to a screen.
    text_px = min(max(12, width // 24), 96)
    gap_px, caption_px = text_px // 2, round(text_px * 1.25) * max(len(panel.caption) for panel in panels)
    cell_height, cell_width = height + caption_px + gap_px, width + gap_px
    sheet = Image.new("RGB", (columns * cell_width + gap_px, rows * cell_height + gap_px), _PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(text_px)
    for number, panel in enumerate(panels):
        top, left = number // columns * cell_height + gap_px, number % columns * cell_width + gap_px
        for line, text in enumerate(panel.caption):
            pen.text((left, top + round(line * 1.25 * text_px)), text, _INK, font)
        sheet.paste(Image.fromarray(unit_to_code(panel.picture_HWC, np.uint8)), (left, top + caption_px))
    return np.asarray(sheet)

"""The tools there are, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_unet.ui.canvas.tools.boxes import Ellipse, Rectangle
from desktop_unet.ui.canvas.tools.brush import Brush, Eraser
from desktop_unet.ui.canvas.tools.colour_picker import ColourPicker
from desktop_unet.ui.canvas.tools.loops import Lasso, Polygon
from desktop_unet.ui.canvas.tools.tool import Tool

TOOLS: Mapping[str, type[Tool]] = {
    "brush": Brush,
    "eraser": Eraser,
    "rectangle": Rectangle,
    "ellipse": Ellipse,
    "lasso": Lasso,
    "polygon": Polygon,
    "colour": ColourPicker,
}

PARTS: Mapping[str, tuple[str, ...]] = {
    "brush": ("size", "hardness", "pressure"),
    "eraser": ("size", "hardness", "pressure"),
    "rectangle": ("combining",),
    "ellipse": ("combining",),
    "lasso": ("combining",),
    "polygon": ("combining",),
    "colour": ("tolerance", "connected", "combining"),
}
"""What the bar above the photo offers for each tool."""

"""Select by colour: a click marks what looks like the pixel under it."""

from __future__ import annotations

from desktop_unet.ui.canvas.tools.tool import Tool, Touch


class ColourPicker(Tool):
    """The photo is searched in the worker, so a click on a large one does not hold the window up."""

    def press(self, touch: Touch) -> None:
        self.masking.select_colour(touch.point, touch.combining(self.masking.combining))

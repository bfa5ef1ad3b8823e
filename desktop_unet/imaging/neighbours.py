"""Every pixel's neighbours, as one array for what is chosen or summed of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray


def neighbours(plane_HW: NDArray[Any], down_px: int, across_px: int) -> NDArray[Any]:
    """(N, H, W): what is up to so many pixels from each, row by row, itself in the middle; the edge goes on outside.

    Not to be written to. Where one of both reaches is 0, it takes little more memory than the plane.
    """
    reaches = (down_px, across_px)
    padded = np.pad(plane_HW, [(reach, reach) for reach in reaches], mode="edge")
    windows = sliding_window_view(padded, [2 * reach + 1 for reach in reaches])
    return np.moveaxis(windows, (2, 3), (0, 1)).reshape(-1, *plane_HW.shape)

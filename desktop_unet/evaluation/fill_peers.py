"""Other programs' ways of filling, where they are installed: what ours has to stand beside.

Comes in: a photo with its hole in black, and the mask. Goes out: pixels. OpenCV (``opencv-python-headless``, with
``xphoto`` in ``opencv-contrib-python-headless``), scikit-image and G'MIC (``gmic``) are imported when asked for; the
program itself never does.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from desktop_unet.imaging.photo import CodePixels, Mask

RADIUS_PX = 5
"""Of Telea's method, and of Navier-Stokes."""

FillPixels = Callable[[CodePixels, Mask], CodePixels]


def peers() -> Mapping[str, FillPixels]:
    """By name, those that can be imported here."""
    return {name: fill for name, (needed, fill) in _PEERS.items() if _can_import(needed)}


def _can_import(needed: str) -> bool:
    """Whether a module, or what follows a colon in it, is there."""
    name, _, part = needed.partition(":")
    try:
        module = importlib.import_module(name)
    except ImportError:
        return False
    return not part or hasattr(module, part)


def _import(name: str) -> Any:
    return importlib.import_module(name)


def _telea(pixels_HWC: CodePixels, mask: Mask) -> CodePixels:
    cv2 = _import("cv2")
    return np.asarray(cv2.inpaint(np.ascontiguousarray(pixels_HWC), mask, RADIUS_PX, cv2.INPAINT_TELEA))


def _navier_stokes(pixels_HWC: CodePixels, mask: Mask) -> CodePixels:
    cv2 = _import("cv2")
    return np.asarray(cv2.inpaint(np.ascontiguousarray(pixels_HWC), mask, RADIUS_PX, cv2.INPAINT_NS))


def _shift_map(pixels_HWC: CodePixels, mask: Mask) -> CodePixels:
    """Works in CIELAB, and marks what is known."""
    cv2 = _import("cv2")
    lab = cv2.cvtColor(np.ascontiguousarray(pixels_HWC), cv2.COLOR_RGB2Lab)
    filled = np.zeros_like(lab)
    cv2.xphoto.inpaint(lab, 255 - mask, filled, cv2.xphoto.INPAINT_SHIFTMAP)
    return np.asarray(cv2.cvtColor(filled, cv2.COLOR_Lab2RGB))


def _biharmonic(pixels_HWC: CodePixels, mask: Mask) -> CodePixels:
    restoration = _import("skimage.restoration")
    unit = restoration.inpaint_biharmonic(pixels_HWC / 255.0, mask > 0, split_into_regions=True, channel_axis=-1)
    return np.asarray(np.rint(np.clip(unit, 0, 1) * 255), np.uint8)


def _matchpatch(pixels_HWC: CodePixels, mask: Mask) -> CodePixels:
    gmic = _import("gmic")
    images = gmic.ImageList([gmic.Image.from_yxc(part.astype(np.float32)) for part in (pixels_HWC, mask[..., None])])
    filled = gmic.run("-v - inpaint_matchpatch[0] [1] keep[0]", images)
    planes_XYZC = np.asarray((filled or images)[0].to_numpy())
    return np.asarray(np.rint(planes_XYZC[:, :, 0].transpose(1, 0, 2).clip(0, 255)), np.uint8)


_PEERS: Mapping[str, tuple[str, FillPixels]] = {
    "Telea": ("cv2", _telea),
    "Navier-Stokes": ("cv2", _navier_stokes),
    "biharmonic": ("skimage.restoration", _biharmonic),
    "shift map": ("cv2:xphoto", _shift_map),
    "match patch": ("gmic", _matchpatch),
}

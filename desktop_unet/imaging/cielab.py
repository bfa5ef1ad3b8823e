"""sRGB as CIELAB and back, in single precision: for colours, not for whole photos.

Comes in: unit values. Goes out: L* a* b* of the same colours under D65. Source: IEC 61966-2-1 (sRGB); CIE 15:2004,
section 8.2.1 (CIELAB).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_TO_XYZ = np.array(
    [[0.412453, 0.357580, 0.180423], [0.212671, 0.715160, 0.072169], [0.019334, 0.119193, 0.950227]], np.float64
)
_WHITE = np.array([0.95047, 1.0, 1.08883])
_RELATIVE = (_TO_XYZ / _WHITE[:, None]).T.astype(np.float32)
_BACK = np.linalg.inv((_TO_XYZ / _WHITE[:, None]).T).astype(np.float32)
_KNEE, _SLOPE = np.float32((6 / 29) ** 3), np.float32((29 / 6) ** 2 / 3)


def unit_to_lab(unit: Floats) -> Floats:
    """(..., 3) sRGB, 0..1, as L* (0..100), a* and b*."""
    linear = np.where(
        unit <= 0.04045, unit / np.float32(12.92), ((unit + np.float32(0.055)) / np.float32(1.055)) ** 2.4
    )
    xyz = linear.astype(np.float32) @ _RELATIVE
    roots = np.where(xyz > _KNEE, np.cbrt(xyz), _SLOPE * xyz + np.float32(4 / 29))
    x, y, z = np.moveaxis(roots, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)


def lab_to_unit(lab: Floats) -> Floats:
    """(..., 3) sRGB of L* a* b*; colours outside of sRGB are cut off at 0 and 1."""
    y = (lab[..., 0] + 16) / 116
    roots = np.stack([y + lab[..., 1] / 500, y, y - lab[..., 2] / 200], axis=-1)
    xyz = np.where(roots > np.float32(6 / 29), roots**3, (roots - np.float32(4 / 29)) / _SLOPE)
    linear = np.clip(xyz.astype(np.float32) @ _BACK, 0, 1)
    unit = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    clipped: NDArray[np.float32] = np.clip(unit, 0, 1).astype(np.float32)
    return clipped

"""A colour profile that says what a PNG's gamma and cHRM chunks say, so that its values can stay.

Comes in: the chunks' numbers. Goes out: an ICC profile for ``colour``; None where they mean sRGB.
"""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.header_facts import Primaries

_SRGB_PRIMARIES = (0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
_SRGB_GAMMA = 1 / 2.2
_D50 = np.array([0.9642, 1.0, 0.8249])
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_CLOSE = 0.005


def profile_of_chunks(gamma: float | None, primaries: Primaries | None, *, is_gray: bool) -> bytes | None:
    """An ICC profile (version 2.1) with these colours; None for sRGB and for numbers that make no sense.

    Args:
        gamma: exponent of encoding (gAMA); None is taken for that of sRGB.
        primaries: cHRM; None is taken for those of sRGB.
        is_gray: whether the values are gray, which has no primaries.

    Source: PNG (third edition), 11.3.2; ICC.1:2001-04, sections 6.1 and 6.5; Bradford adaptation
    as in its annex E.
    """
    gamma = _SRGB_GAMMA if gamma is None else gamma
    primaries = _SRGB_PRIMARIES if is_gray or primaries is None else primaries
    usual = abs(gamma - _SRGB_GAMMA) < _CLOSE and np.allclose(primaries, _SRGB_PRIMARIES, atol=_CLOSE)
    if usual or not 0.05 < gamma < 5.0:
        return None
    colourants = _colourants(primaries)
    return None if colourants is None else _profile(1 / gamma, colourants, is_gray)


def _colourants(primaries: Primaries) -> NDArray[np.float64] | None:
    """(3, 3) XYZ under D50, one column each for red, green and blue; None for impossible primaries."""
    xy = np.array(primaries, np.float64).reshape(-1, 2)
    if xy.shape != (4, 2) or not (xy[:, 1] > 0.001).all():
        return None
    white, *corners = np.column_stack([xy[:, 0], xy[:, 1], 1 - xy.sum(axis=1)]) / xy[:, 1:]
    matrix = np.column_stack(corners)
    if abs(np.linalg.det(matrix)) < 1e-6:
        return None
    matrix = matrix * np.linalg.solve(matrix, white)
    scale = np.diag((_BRADFORD @ _D50) / (_BRADFORD @ white))
    adapted = np.linalg.solve(_BRADFORD, scale @ _BRADFORD @ matrix)
    return adapted if np.isfinite(adapted).all() and np.abs(adapted).max() < 4 else None


def _profile(gamma: float, colourants: NDArray[np.float64], is_gray: bool) -> bytes:
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256))
    tags = {b"desc": _description(f"PNG gamma {gamma:.2f}"), b"cprt": b"text" + bytes(4) + b"no copyright\0"}
    tags[b"wtpt"] = _xyz(_D50)
    if is_gray:
        tags[b"kTRC"] = curve
    else:
        tags |= {name: _xyz(colourants[:, at]) for at, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))}
        tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, data, at = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, content in tags.items():
        table += struct.pack(">4sII", name, at + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    space = b"GRAY" if is_gray else b"RGB "
    head = struct.pack(
        ">I4sI4s4s4s12s4s", at + len(data), bytes(4), 0x02100000, b"mntr", space, b"XYZ ", bytes(12), b"acsp"
    )
    return head + bytes(28) + _xyz(_D50)[8:] + bytes(48) + table + data


def _description(text: str) -> bytes:
    """textDescriptionType: ASCII, and empty Unicode and ScriptCode forms."""
    plain = text.encode("ascii") + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(plain)) + plain + bytes(8 + 3 + 67)


def _xyz(values: NDArray[np.float64]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(float(value) * 65536) for value in values))

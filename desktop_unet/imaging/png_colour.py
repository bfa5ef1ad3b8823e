"""A colour profile made from numbers, such as those of a PNG's gamma and cHRM chunks, so that values can stay.

Comes in: the numbers. Goes out: an ICC profile for ``colour`` and ``coded_colours``; None where they mean sRGB.
"""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

_SRGB_PRIMARIES = (0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
_SRGB_GAMMA = 1 / 2.2
_D50 = np.array([0.9642, 1.0, 0.8249])
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_CLOSE = 0.005
_CURVE_POINTS = 1024

SRGB_CURVE = 0.0
"""In the place of an exponent: the curve of sRGB, which is none."""

Primaries = tuple[float, ...]
"""x and y of white, red, green and blue, as PNG's cHRM has them."""


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
    return profile_of(1 / gamma, primaries, is_gray=is_gray, name=f"PNG gamma {1 / gamma:.2f}")


def profile_of(exponent: float, primaries: Primaries, *, is_gray: bool, name: str) -> bytes | None:
    """An ICC profile (version 2.1); None for impossible primaries.

    Args:
        exponent: of decoding, or ``SRGB_CURVE``.
        primaries: x and y of white, red, green and blue.
        is_gray: whether the values are gray.
        name: ASCII, what the profile is called.

    Source: IEC 61966-2-1 for the curve of sRGB.
    """
    colourants = _colourants(primaries)
    return None if colourants is None else _profile(_curve(exponent), colourants, is_gray, name)


def in_colour(gray_profile: bytes) -> bytes | None:
    """A profile for RGB that shows gray values as this one for gray does; None where it has no curve.

    Little CMS keeps the lowest of 16 bits in colour, but not in gray.
    """
    (count,) = struct.unpack_from(">I", gray_profile, 128)
    colourants = _colourants(_SRGB_PRIMARIES)
    for tag, start, length in struct.iter_unpack(">4sII", gray_profile[132 : 132 + 12 * count]):
        if tag == b"kTRC" and colourants is not None:
            return _profile(gray_profile[start : start + length], colourants, False, "gray in colour")
    return None


def _curve(exponent: float) -> bytes:
    if exponent != SRGB_CURVE:
        return b"curv" + bytes(4) + struct.pack(">IH", 1, round(exponent * 256))
    code = np.linspace(0, 1, _CURVE_POINTS)
    light = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    points = bytes(np.rint(light * 65535).astype(">u2").data)
    return b"curv" + bytes(4) + struct.pack(">I", _CURVE_POINTS) + points


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


def _profile(curve: bytes, colourants: NDArray[np.float64], is_gray: bool, name: str) -> bytes:
    tags = {b"desc": _description(name), b"cprt": b"text" + bytes(4) + b"no copyright\0"}
    tags[b"wtpt"] = _xyz(_D50)
    if is_gray:
        tags[b"kTRC"] = curve
    else:
        tags |= {tag: _xyz(colourants[:, at]) for at, tag in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))}
        tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, data, at = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    places: dict[bytes, int] = {}
    for tag, content in tags.items():
        if content not in places:  # three curves that are alike stand there once
            places[content] = at + len(data)
            data += content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", tag, places[content], len(content))
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

"""Colours that a file tells by numbers instead of a profile: PNG's cICP, AVIF's nclx, EXIF's Adobe RGB.

Comes in: a file, or its EXIF. Goes out: ``Coding`` for ``header_facts`` and what it means as a profile, for ``colour``.

Source: ITU-T H.273, tables 2 (primaries) and 3 (transfer); PNG third edition, 11.3.2.6; ISO/IEC 14496-12, 12.1.5;
DCF 2.0 and CIPA DC-008, 4.6.7 (InteroperabilityIndex R03).
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import NamedTuple

from desktop_unet.imaging.embedding import content_of_box, content_of_chunk
from desktop_unet.imaging.exif_directories import CAMERA, INTEROPERABILITY, Entry, read_directory
from desktop_unet.imaging.png_colour import SRGB_CURVE, profile_of

_D65, _WHITE_C = (0.3127, 0.3290), (0.310, 0.316)
_BT_709 = (*_D65, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
_BT_601 = (*_D65, 0.63, 0.34, 0.31, 0.595, 0.155, 0.07)
_PRIMARIES = {
    1: ("sRGB", _BT_709),
    4: ("NTSC 1953", (*_WHITE_C, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08)),
    5: ("PAL", (*_D65, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06)),
    6: ("SMPTE-C", _BT_601),
    7: ("SMPTE-C", _BT_601),
    8: ("Film", (*_WHITE_C, 0.681, 0.319, 0.243, 0.692, 0.145, 0.049)),
    9: ("Rec. 2020", (*_D65, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046)),
    11: ("DCI-P3", (0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060)),
    12: ("Display P3", (*_D65, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060)),
    22: ("EBU 3213", (*_D65, 0.630, 0.340, 0.295, 0.605, 0.155, 0.077)),
}
_CURVES = {
    1: SRGB_CURVE,
    4: 2.2,
    5: 2.8,
    6: SRGB_CURVE,
    8: 1.0,
    13: SRGB_CURVE,
    14: SRGB_CURVE,
    15: SRGB_CURVE,
    17: 2.6,
}
"""Exponents. Files of photos that name a video's curve (1, 6, 14, 15) mean that of a screen, as browsers take it."""

HDR = {16: "PQ", 18: "HLG"}
_UNSAID = 2
_ADOBE = ("Adobe RGB", (*_D65, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06))
_ADOBE_CURVE = 563 / 256
_COLOUR_SPACE, _UNCALIBRATED, _ADOBE_OF_SOME_CAMERAS = 0xA001, 0xFFFF, 2


class Coding(NamedTuple):
    """Numbers of primaries and curve as H.273 has them, and whether black is 0 and white the greatest value."""

    primaries: int
    transfer: int
    is_full: bool = True


def coding_of_png(path: Path) -> Coding | None:
    """What a cICP chunk says."""
    content = content_of_chunk(path, b"cICP")
    return Coding(content[0], content[1], content[3] == 1) if content is not None and len(content) == 4 else None


def coding_of_avif(path: Path) -> Coding | None:
    """What the first nclx box says; decoding has applied matrix and range."""
    content = content_of_box(path, (b"meta", b"iprp", b"ipco", b"colr"), b"nclx")
    if content is None or len(content) < 10:
        return None
    primaries, transfer = struct.unpack_from(">HH", content, 4)
    return Coding(primaries, transfer)


def named_profile(coding: Coding, *, is_gray: bool) -> tuple[str, bytes | None] | None:
    """What the colours are called, and their profile (None for sRGB); None for what is not understood."""
    name, primaries = _PRIMARIES.get(1 if coding.primaries == _UNSAID else coding.primaries, ("", None))
    curve = _CURVES.get(13 if coding.transfer == _UNSAID else coding.transfer)
    if primaries is None or curve is None or not coding.is_full:
        return None
    if curve == SRGB_CURVE and (primaries == _BT_709 or is_gray):
        return name, None
    called = name if curve == SRGB_CURVE else f"{name} linear" if curve == 1.0 else f"{name} gamma {curve}"
    return called, profile_of(curve, primaries, is_gray=is_gray, name=called)


def profile_of_exif(block: bytes, *, is_gray: bool) -> tuple[str, bytes | None] | None:
    """Adobe RGB where the camera says so; None where it says anything else."""
    tiff = block.removeprefix(b"Exif\0\0")
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(order + "I", tiff, 4)
        camera = read_directory(tiff, order, first).get(CAMERA)
    except struct.error:
        return None
    if is_gray or camera is None or isinstance(camera, Entry) or not _is_adobe(camera, order):
        return None
    return _ADOBE[0], profile_of(_ADOBE_CURVE, _ADOBE[1], is_gray=False, name=_ADOBE[0])


def _is_adobe(camera: object, order: str) -> bool:
    space = camera.get(_COLOUR_SPACE) if isinstance(camera, dict) else None
    number = struct.unpack_from(order + "H", space.content)[0] if isinstance(space, Entry) and space.kind == 3 else 0
    inner = camera.get(INTEROPERABILITY) if isinstance(camera, dict) else None
    index = inner.get(1) if isinstance(inner, dict) else None
    is_r03 = isinstance(index, Entry) and index.content.startswith(b"R03")
    return number == _ADOBE_OF_SOME_CAMERAS or (number in (0, _UNCALIBRATED) and is_r03)

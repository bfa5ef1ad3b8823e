"""Whatever colours a file holds, as gray or RGB integers of 8 or 16 bits.

Comes in: an opened libvips image. Goes out: the same with one or three channels (and alpha),
still undecoded, with sentences on what was converted, for ``reading``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from desktop_unet.imaging.icc import profile_fits

_FLOATS = ("float", "double")
_GRAY = ("b-w", "grey16")
_RGB = ("srgb", "rgb", "rgb16")


@dataclass(frozen=True)
class Decoding:
    """A libvips image on its way to gray or RGB.

    Args:
        image: 1 or 3 channels, and alpha where there is one, uchar or ushort.
        is_gray: whether it has one channel of colour.
        icc_profile: profile of these values; None for sRGB.
        notes: what was converted.
    """

    image: Any
    is_gray: bool
    icc_profile: bytes | None
    notes: tuple[str, ...]


def as_gray_or_rgb(image: Any) -> Decoding:
    """Choose the conversion by the image's interpretation; nothing is decoded yet.

    Raises:
        pyvips.Error: the image cannot be converted.
    """
    notes = _notes_on_storage(image)
    if image.interpretation == "cmyk":
        converted = image.icc_transform("srgb", embedded=True, input_profile="cmyk", depth=8)
        return Decoding(converted, False, None, (*notes, "CMYK was converted to sRGB."))
    if image.interpretation not in (*_GRAY, *_RGB, "multiband", "histogram"):
        target = "srgb" if image.format == "uchar" else "rgb16"
        converted = image.colourspace(target).cast("uchar" if target == "srgb" else "ushort")
        return Decoding(converted, False, None, (*notes, f"{image.interpretation} colours were converted to sRGB."))
    is_gray = image.interpretation in _GRAY or image.bands < 3
    plain = Decoding(image, is_gray, None, notes)
    return _with_profile(_as_integers(_without_extra_channels(plain)), image)


def _notes_on_storage(image: Any) -> tuple[str, ...]:
    notes = []
    if image.get_typeof("palette"):
        notes.append("Palette colours were converted to full colour.")
    elif image.get_typeof("bits-per-sample") and image.get("bits-per-sample") < 8:
        notes.append(f"{image.get('bits-per-sample')}-bit values were converted to 8 bits.")
    if image.get_typeof("n-pages") and image.get("n-pages") > 1:
        notes.append(f"The file holds {image.get('n-pages')} pictures; one of them was read.")
    return tuple(notes)


def _without_extra_channels(decoding: Decoding) -> Decoding:
    """One colour or three, and alpha if it is next; scanners and satellites write more."""
    colours = 1 if decoding.is_gray else 3
    wanted = colours + (1 if decoding.image.bands > colours else 0)
    if decoding.image.bands == wanted:
        return decoding
    note = f"Of {decoding.image.bands} channels the first {wanted} were read."
    return replace(decoding, image=decoding.image.extract_band(0, n=wanted), notes=(*decoding.notes, note))


def _as_integers(decoding: Decoding) -> Decoding:
    image = decoding.image
    if image.format in ("uchar", "ushort"):
        return decoding
    if image.format in _FLOATS:
        image = (image * 65535.0).rint()
    elif image.format == "uint":
        image = image >> 16
    note = f"{decoding.image.format} values were converted to 16 bits."
    return replace(decoding, image=image.cast("ushort"), notes=(*decoding.notes, note))


def _with_profile(decoding: Decoding, image: Any) -> Decoding:
    """Keep the file's profile where it fits the channels; a wrong one would spoil every viewer's colours."""
    if not image.get_typeof("icc-profile-data"):
        return decoding
    profile = bytes(image.get("icc-profile-data"))
    if profile_fits(profile, decoding.is_gray):
        return replace(decoding, icc_profile=profile)
    note = "The colour profile does not fit the photo and was left out."
    return replace(decoding, notes=(*decoding.notes, note))

"""Whatever colours a file holds, as gray or RGB integers of 8 or 16 bits.

Comes in: an opened libvips image. Goes out: the same with one or three channels (and alpha),
still undecoded, with sentences on what was converted, for ``reading``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from desktop_unet.imaging.coded_colours import Coding, named_profile, profile_of_exif
from desktop_unet.imaging.header_facts import CIELAB, ICC_LAB, Facts
from desktop_unet.imaging.icc import profile_fits
from desktop_unet.imaging.libvips import field
from desktop_unet.imaging.png_colour import profile_of_chunks
from desktop_unet.imaging.sample_formats import as_16_bits
from desktop_unet.phrases import Phrase

KNOWN_PHOTOMETRICS = (0, 1, 2, 3, 5, 6, CIELAB, ICC_LAB, 32844, 32845)
"""TIFF's colour spaces that are read: gray, RGB, palette, CMYK, YCbCr, Lab, and the two of LogLuv."""

_TIFF_PALETTE = 3
_WHITE_IS_ZERO = 0
_LAB = ("lab", "labs", "labq")
_FLOAT_RGB = "scrgb"
_TRANSPARENCY = (1, 2)
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
    notes: tuple[Phrase, ...]


def as_gray_or_rgb(image: Any, facts: Facts) -> Decoding:
    """Choose the conversion by the image's interpretation; nothing is decoded yet.

    Raises:
        pyvips.Error: the image cannot be converted.
    """
    notes = _notes_on_storage(image, facts)
    image, more = _colour_and_alpha(image, facts)
    notes += more
    if image.interpretation == _FLOAT_RGB and facts.picture is not None:
        # libvips guesses linear light; the profile in the file counts, and without one the values are as others are.
        image = image.copy(interpretation="srgb")
    if image.interpretation == "cmyk":
        return Decoding(_cmyk_as_srgb(image), False, None, (*notes, Phrase("CMYK was converted to sRGB.")))
    if image.interpretation in _LAB or facts.photometric in (CIELAB, ICC_LAB):
        return Decoding(
            _lab_as_srgb(image, facts), False, None, (*notes, Phrase("Lab colours were converted to sRGB."))
        )
    if image.interpretation not in (*_GRAY, *_RGB, "multiband", "histogram"):
        target = "srgb" if image.format == "uchar" else "rgb16"
        converted = image.colourspace(target).cast("uchar" if target == "srgb" else "ushort")
        return Decoding(
            converted,
            False,
            None,
            (*notes, Phrase("{interpretation} colours were converted to sRGB.", interpretation=image.interpretation)),
        )
    is_gray = image.interpretation in _GRAY or image.bands < 3
    return _with_profile(_as_integers(Decoding(image, is_gray, None, notes), facts), image, facts)


def _cmyk_as_srgb(image: Any) -> Any:
    """By Little CMS and the file's own profile, or that of a common press; alpha behind it."""
    depth = 16 if image.format == "ushort" else 8
    how = {"embedded": True, "input_profile": "cmyk", "black_point_compensation": True, "depth": depth}
    colours = image.extract_band(0, n=4).icc_transform("srgb", **how)
    return colours if image.bands == 4 else colours.bandjoin(image.extract_band(4))


def _lab_as_srgb(image: Any, facts: Facts) -> Any:
    """Lab under D50 as sRGB by Little CMS, alpha behind it.

    Source: TIFF 6.0, section 23 (CIELAB: signed a and b); Adobe's TIFF technical note 4 (ICCLAB:
    a and b plus 128).
    """
    depth = 8 if image.format == "uchar" else 16
    lab = image.extract_band(0, n=3)
    if image.interpretation in _LAB:
        lab = lab.colourspace("lab")
    elif depth == 8 and facts.photometric == CIELAB:
        # Signed bytes read as unsigned ones: from 128 on they stand for 256 less.
        lab = lab.linear([100 / 255, 1, 1], [0, 0, 0]) - (lab >= 128).linear([0, 256 / 255, 256 / 255], [0, 0, 0])
    else:
        scale = 1.0 if depth == 8 else 256.0
        lab = lab.linear([100 / 255 if depth == 8 else 100 / 65280, 1 / scale, 1 / scale], [0, -128, -128])
    lab = lab.cast("float").copy(interpretation="lab")
    colours = lab.icc_export(output_profile="srgb", pcs="lab", depth=depth, black_point_compensation=True)
    return colours if image.bands == 3 else colours.bandjoin(image.extract_band(3))


def _notes_on_storage(image: Any, facts: Facts) -> tuple[Phrase, ...]:
    notes = []
    if image.get_typeof("palette") or facts.photometric == _TIFF_PALETTE:
        notes.append(Phrase("Palette colours were converted to full colour."))
    elif image.get_typeof("bits-per-sample") and image.get("bits-per-sample") < 8:
        notes.append(Phrase("{bits}-bit values were converted to 8 bits.", bits=image.get("bits-per-sample")))
    pictures = facts.pictures
    if facts.picture is None:
        pictures = max(pictures, image.get("n-pages") if image.get_typeof("n-pages") else 1)
    if pictures > 1:
        notes.append(Phrase("The file holds {pictures} pictures; only one of them was read.", pictures=pictures))
    return tuple(notes)


def _colour_and_alpha(image: Any, facts: Facts) -> tuple[Any, tuple[Phrase, ...]]:
    """The channels of colour, and alpha where there is one; scanners, printers and satellites write more."""
    colours = 4 if image.interpretation == "cmyk" else 1 if image.interpretation in _GRAY or image.bands < 3 else 3
    beyond = image.bands - colours
    if beyond <= 0:
        return image, ()
    said = facts.extra_channels
    if len(said) != beyond:
        note = Phrase("Only the first {wanted} of {bands} channels were read.", bands=image.bands, wanted=colours + 1)
        return image.extract_band(0, n=colours + 1), (note,) if beyond > 1 else ()
    chosen = image.extract_band(0, n=colours)
    alpha = next((place for place, kind in enumerate(said) if kind in _TRANSPARENCY), None)
    if alpha is not None:
        chosen = chosen.bandjoin(image.extract_band(colours + alpha))
    left_out = image.bands - chosen.bands
    note = Phrase(
        "{count} of {bands} channels were left out: they are neither colour nor transparency.",
        count=left_out,
        bands=image.bands,
    )
    return chosen.copy(interpretation=image.interpretation), (note,) if left_out else ()


def _as_integers(decoding: Decoding, facts: Facts) -> Decoding:
    if decoding.image.format in ("uchar", "ushort"):
        return decoding
    image, notes = as_16_bits(
        decoding.image, 1 if decoding.is_gray else 3, is_white_zero=facts.photometric == _WHITE_IS_ZERO
    )
    return replace(decoding, image=image, notes=(*decoding.notes, *notes))


def _with_profile(decoding: Decoding, image: Any, facts: Facts) -> Decoding:
    """Keep the file's profile where it fits the channels; a wrong one would spoil every viewer's colours."""
    if facts.coding is not None and image.get_typeof("vips-loader") and image.get("vips-loader").startswith("png"):
        return _with_coded_colours(decoding, facts.coding, "cICP")  # which counts for more than a profile
    found = facts.profile or field(image, "icc-profile-data", None) or facts.inherited_profile
    if not found:
        return _with_colours_said_otherwise(decoding, image, facts)
    profile = bytes(found)
    if profile_fits(profile, decoding.is_gray):
        return replace(decoding, icc_profile=profile)
    note = Phrase("The colour profile does not match the photo and was left out.")
    return replace(decoding, notes=(*decoding.notes, note))


def _with_colours_said_otherwise(decoding: Decoding, image: Any, facts: Facts) -> Decoding:
    if facts.coding is not None:
        return _with_coded_colours(decoding, facts.coding, "nclx")
    exif = field(image, "exif-data", None)
    named = profile_of_exif(bytes(exif), is_gray=decoding.is_gray) if exif else None
    return _with_png_colours(decoding, facts) if named is None else _with_named(decoding, named, "EXIF")


def _with_coded_colours(decoding: Decoding, coding: Coding, where: str) -> Decoding:
    named = named_profile(coding, is_gray=decoding.is_gray)
    if named is not None:
        return _with_named(decoding, named, where)
    note = Phrase("The colours that {where} speaks of are not known here: they were taken for sRGB.", where=where)
    return replace(decoding, notes=(*decoding.notes, note))


def _with_named(decoding: Decoding, named: tuple[str, bytes | None], where: str) -> Decoding:
    name, profile = named
    if profile is None:
        return decoding
    note = Phrase(
        "{where} says that the colours are {name}: a colour profile was made of that.", where=where, name=name
    )
    return replace(decoding, icc_profile=profile, notes=(*decoding.notes, note))


def _with_png_colours(decoding: Decoding, facts: Facts) -> Decoding:
    """What a PNG says of its colours by gamma and primaries, as a profile; its values stay as they are."""
    if facts.gamma is None and facts.primaries is None:
        return decoding
    profile = profile_of_chunks(facts.gamma, facts.primaries, is_gray=decoding.is_gray)
    if profile is None:
        return decoding
    note = Phrase("The PNG describes its colours by gamma and primaries: they were turned into a colour profile.")
    return replace(decoding, icc_profile=profile, notes=(*decoding.notes, note))

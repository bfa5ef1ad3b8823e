"""Colours that are told by numbers become a profile, and what a profile is follows from what it does."""

import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms

from desktop_unet.errors import ColoursUnreadable
from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.coded_colours import Coding, named_profile
from desktop_unet.imaging.exif_directories import Entry, written
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.png_colour import SRGB_CURVE, profile_of
from desktop_unet.imaging.profile import is_srgb, profile_name, to_srgb_for_screen
from tests.imaging.samples import encoded, smooth, srgb_profile

D65 = (0.3127, 0.3290)
SRGB_PRIMARIES = (*D65, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
P3_TO_SRGB = np.array([[1.2249, -0.2247, 0], [-0.0420, 1.0419, 0], [-0.0197, -0.0786, 1.0979]])
ADOBE_TO_SRGB = np.array([[1.3984, -0.3984, 0], [0, 1, 0], [0, -0.0429, 1.0429]])


def linear(code):
    code = code / 255.0
    return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)


def encode(light):
    light = np.clip(light, 0, 1)
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def png_with(kind: bytes, content: bytes, image: Image.Image, **options) -> bytes:
    plain = encoded(image, "PNG", **options)
    whole = struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return plain[:33] + whole + plain[33:]


def read(tmp_path, content: bytes, name: str = "in.png") -> Photo:
    (tmp_path / name).write_bytes(content)
    return read_photo(tmp_path / name)


def camera(order: str, space: int, index: bytes | None) -> bytes:
    inner = {0xA001: Entry(3, 1, struct.pack(order + "H", space))}
    if index is not None:
        inner[0xA005] = {1: Entry(2, 4, index + b"\0")}
    content, at = written({0x8769: inner}, order, 8)
    return b"Exif\0\0" + (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, at) + content


def test_cicp_becomes_a_profile_and_counts_for_more_than_one(tmp_path):
    content = png_with(b"cICP", bytes((12, 13, 0, 1)), Image.fromarray(smooth()), icc_profile=srgb_profile())
    found = read(tmp_path, content)
    assert any("Display P3" in note for note in found.notes)
    assert profile_name(found) == "Display P3"
    assert np.array_equal(found.pixels, smooth())
    expected = encode(linear(smooth()) @ P3_TO_SRGB.T)
    assert np.abs(to_srgb_for_screen(found) - expected).max() <= 2
    assert read_photo(write_photo(found, tmp_path / "out.png").path).icc_profile == found.icc_profile


@pytest.mark.parametrize("numbers", [(1, 13, 0, 1), (1, 1, 0, 1), (2, 2, 0, 1)])
def test_numbers_that_mean_srgb_need_no_profile_and_no_word(tmp_path, numbers):
    found = read(tmp_path, png_with(b"cICP", bytes(numbers), Image.fromarray(smooth())))
    assert (found.icc_profile, found.notes) == (None, ())


@pytest.mark.parametrize("numbers", [(77, 13, 0, 1), (12, 99, 0, 1), (12, 13, 0, 0)])
def test_numbers_that_are_not_known_cost_a_note(tmp_path, numbers):
    found = read(tmp_path, png_with(b"cICP", bytes(numbers), Image.fromarray(smooth())))
    assert found.icc_profile is None
    assert any("cICP" in note and "not known" in note for note in found.notes)


@pytest.mark.parametrize("transfer", [16, 18])
def test_hdr_is_refused_in_one_sentence_and_not_shown_gray(tmp_path, transfer):
    with pytest.raises(ColoursUnreadable, match="HDR"):
        read(tmp_path, png_with(b"cICP", bytes((9, transfer, 0, 1)), Image.fromarray(smooth())))


def test_nclx_of_an_avif_becomes_a_profile(tmp_path):
    content = encoded(Image.fromarray(smooth()), "AVIF", quality=95, subsampling="4:4:4")
    at = content.index(b"nclx") + 4
    changed = content[:at] + struct.pack(">HH", 12, 13) + content[at + 4 :]
    assert read(tmp_path, content, "plain.avif").icc_profile is None
    found = read(tmp_path, changed, "in.avif")
    assert profile_name(found) == "Display P3"
    assert any("nclx" in note for note in found.notes)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("space", "index"), [(0xFFFF, b"R03"), (2, None)])
def test_a_camera_that_says_adobe_rgb_is_believed(tmp_path, order, space, index):
    content = encoded(Image.fromarray(smooth()), "JPEG", quality=100, subsampling=0, exif=camera(order, space, index))
    found = read(tmp_path, content, "in.jpg")
    assert profile_name(found) == "Adobe RGB"
    expected = encode((found.pixels / 255.0) ** (563 / 256) @ ADOBE_TO_SRGB.T)
    assert np.abs(to_srgb_for_screen(found) - expected).max() <= 3


@pytest.mark.parametrize(("space", "index"), [(1, b"R98"), (0xFFFF, None), (1, b"R03")])
def test_a_camera_that_says_srgb_or_nothing_gets_no_profile(tmp_path, space, index):
    content = encoded(Image.fromarray(smooth()), "JPEG", exif=camera("<", space, index))
    assert read(tmp_path, content, "in.jpg").icc_profile is None


def test_a_profile_in_the_file_counts_for_more_than_the_cameras_word(tmp_path):
    content = encoded(Image.fromarray(smooth()), "JPEG", exif=camera("<", 0xFFFF, b"R03"), icc_profile=srgb_profile())
    assert read(tmp_path, content, "in.jpg").icc_profile == srgb_profile()


@pytest.mark.parametrize("primaries", [1, 4, 5, 6, 8, 9, 11, 12, 22])
@pytest.mark.parametrize("transfer", [1, 4, 5, 8, 13, 17])
def test_every_profile_that_is_made_can_be_used_and_keeps_white(primaries, transfer):
    name, profile = named_profile(Coding(primaries, transfer), is_gray=False)
    if profile is None:
        assert name == "sRGB"
        return
    assert ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(profile))).strip() == name
    shown = to_srgb_for_screen(Photo(np.full((2, 3, 3), 255, np.uint8), icc_profile=profile))
    assert shown.min() >= 253


@pytest.mark.parametrize("name", ["sRGB", "a name like no other"])
def test_what_a_profile_is_follows_from_primaries_and_curve_and_not_from_its_name(name):
    alike = profile_of(SRGB_CURVE, SRGB_PRIMARIES, is_gray=False, name=name)
    other = profile_of(1.0, SRGB_PRIMARIES, is_gray=False, name=name)
    assert is_srgb(Photo(smooth(), icc_profile=alike))
    assert not is_srgb(Photo(smooth(), icc_profile=other))


@pytest.mark.parametrize("is_gray", [False, True])
def test_linear_light_of_16_bits_is_converted_before_it_is_cut_to_8(tmp_path, is_gray):
    """The darkest values on a screen have less than one step of 8 bits in linear light."""
    ramp = np.repeat(np.arange(256, dtype=np.uint8).reshape(16, 16, 1), 3, axis=2)
    pixels = np.rint(linear(ramp) * 65535).astype(np.uint16)
    profile = profile_of(1.0, SRGB_PRIMARIES, is_gray=is_gray, name="sRGB linear")
    photo = Photo(pixels, icc_profile=profile, is_gray=is_gray)
    assert np.abs(to_srgb_for_screen(photo).astype(int) - ramp).max() <= 1
    written_file = write_photo(photo, tmp_path / "out.bmp")
    assert np.abs(read_photo(written_file.path).pixels.astype(int) - ramp).max() <= 1

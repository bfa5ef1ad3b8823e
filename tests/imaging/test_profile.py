import struct

import numpy as np
import pytest
from PIL import Image

from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.profile import is_srgb, profile_name, to_srgb_for_screen
from tests.imaging.samples import noise, photo, smooth, srgb_profile, swapped_profile


def test_photos_without_a_profile_are_shown_as_they_are():
    assert np.array_equal(to_srgb_for_screen(photo()), noise())
    assert profile_name(photo()) == "sRGB"


def test_photos_in_srgb_are_shown_as_they_are():
    value = photo(icc_profile=srgb_profile())
    assert is_srgb(value)
    assert np.array_equal(to_srgb_for_screen(value), noise())


def test_another_space_is_converted():
    """A profile with red and green exchanged shows pure red as pure green."""
    red = np.zeros((4, 6, 3), np.uint8)
    red[..., 0] = 255
    value = Photo(red, icc_profile=swapped_profile())
    assert "test" in profile_name(value)
    shown = to_srgb_for_screen(value)
    assert np.abs(shown.astype(int) - (0, 255, 0)).max() <= 2


def test_neutral_colours_stay_neutral_in_another_space():
    gray = np.repeat(np.arange(0, 250, 10, dtype=np.uint8).reshape(5, 5)[..., None], 3, axis=2)
    shown = to_srgb_for_screen(Photo(gray, icc_profile=swapped_profile()))
    assert np.abs(shown.astype(int) - gray).max() <= 2


def test_16_bits_are_shown_with_8():
    value = photo(np.uint16)
    shown = to_srgb_for_screen(value)
    assert shown.dtype == np.uint8
    assert np.abs(shown - value.pixels / 257.0).max() <= 1.0


def test_a_gray_profile_travels_along_with_a_gray_photo(tmp_path):
    gray = np.repeat(smooth()[..., :1], 3, axis=2)
    written = write_photo(Photo(gray, is_gray=True, icc_profile=_gray_profile()), tmp_path / "gray.png")
    found = read_photo(written.path)
    assert found.icc_profile == _gray_profile()
    assert np.array_equal(found.pixels, gray)


def test_gray_profiles_are_shown_in_colour():
    gray_profile = _gray_profile()
    gray = np.repeat(smooth()[..., :1], 3, axis=2)
    shown = to_srgb_for_screen(Photo(gray, is_gray=True, icc_profile=gray_profile))
    assert shown.shape == gray.shape
    assert np.abs(shown[..., 0].astype(int) - shown[..., 1]).max() <= 1
    assert shown[-1, -1].mean() > shown[0, 0].mean() + 50


def _gray_profile() -> bytes:
    """A minimal ICC v2 profile for one channel with gamma 1.0, written out by hand."""

    def tag_text(text: bytes) -> bytes:
        return b"desc" + bytes(4) + struct.pack(">I", len(text) + 1) + text + b"\0" + bytes(4 + 4 + 2 + 1 + 67)

    def pad(data: bytes) -> bytes:
        return data + bytes(-len(data) % 4)

    tags = {
        b"desc": pad(tag_text(b"linear gray")),
        b"wtpt": b"XYZ " + bytes(4) + struct.pack(">iii", 63190, 65536, 54061),
        b"kTRC": pad(b"curv" + bytes(4) + struct.pack(">IH", 1, 256)),
        b"cprt": pad(b"text" + bytes(4) + b"none\0"),
    }
    at, table, body = 128 + 4 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data
    size = at + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02100000, b"mntr", b"GRAY", b"XYZ ") + bytes(12)
    header += b"acsp" + bytes(28) + struct.pack(">iii", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + table + body


@pytest.mark.parametrize("profile", [b"x", srgb_profile()[:200]])
def test_a_broken_profile_is_taken_for_srgb(profile):
    value = photo(icc_profile=profile)
    assert profile_name(value) == "unreadable profile"
    assert np.array_equal(to_srgb_for_screen(value), noise())


def test_screen_pixels_can_be_made_a_picture():
    assert Image.fromarray(to_srgb_for_screen(photo(np.uint16))).size == (53, 37)

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop_unet.imaging.exif import upright_exif, upright_xmp
from tests.imaging.samples import with_thumbnail


def block(orientation: int = 6, order: str = "<") -> bytes:
    exif = Image.Exif()
    exif.endian = order
    exif[0x010F] = "Camera works"
    exif[0x0112] = orientation
    return exif.tobytes()


@pytest.mark.parametrize("order", ["<", ">"])
def test_orientation_becomes_one_and_the_rest_stays_in_its_place(order):
    before = block(6, order)
    after = upright_exif(before)
    assert after == block(1, order)


def test_the_thumbnail_is_unlinked_and_its_bytes_are_gone():
    before = with_thumbnail(block(), b"SMALL" * 50)
    after = upright_exif(before)
    assert b"SMALL" not in after
    assert before.startswith(after[:8])
    found = Image.Exif()
    found.load(after)
    assert found[0x010F] == "Camera works"
    assert not found.get_ifd(1)


def test_what_lies_behind_the_thumbnail_keeps_its_place():
    before = with_thumbnail(block(), b"SMALL" * 50) + b"maker's notes"
    after = upright_exif(before)
    assert len(after) == len(before)
    assert after.endswith(b"maker's notes")
    assert b"SMALL" not in after


@pytest.mark.parametrize("damaged", [b"", b"Exif\0\0", b"Exif\0\0XX*\0", block()[:20], b"nonsense" * 9])
def test_a_damaged_block_is_left_out(damaged):
    assert upright_exif(damaged) is None


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_no_bytes_whatever_break_it(noise, cut):
    whole = with_thumbnail(block(), b"SMALL" * 50)
    for before in (b"II*\0" + noise, whole[:cut] + noise, struct.pack("<2sHI", b"II", 42, 8) + noise):
        after = upright_exif(before)
        if after is not None:
            assert len(after) <= len(before)
            assert upright_exif(after) == after
            assert orientation_of(after) in (None, 1)


def orientation_of(block: bytes) -> object:
    """As Pillow reads it; None where there is none, or no directory to look in."""
    found = Image.Exif()
    found.load(block)
    return found.get(0x0112)


def test_xmp_orientation_becomes_one_however_it_is_written():
    assert upright_xmp(b'<a tiff:Orientation="8" b="8"/>') == b'<a tiff:Orientation="1" b="8"/>'
    assert upright_xmp(b"<tiff:Orientation>6</tiff:Orientation>") == b"<tiff:Orientation>1</tiff:Orientation>"
    assert upright_xmp(b"<nothing/>") == b"<nothing/>"

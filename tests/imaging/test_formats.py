from pathlib import Path

import pytest
from PIL import Image

from desktop_unet.errors import FormatUnknown
from desktop_unet.imaging.formats import (
    FORMATS,
    HEAD_BYTES,
    READABLE_SUFFIXES,
    WRITABLE_SUFFIXES,
    format_of_content,
    format_of_suffix,
)
from tests.imaging.samples import encoded, smooth

PILLOWS_NAMES = ["JPEG", "PNG", "TIFF", "WEBP", "AVIF", "GIF", "BMP", "JPEG2000", "PPM"]


@pytest.mark.parametrize("name", PILLOWS_NAMES)
def test_files_of_another_program_are_told_by_their_first_bytes(name):
    head = encoded(Image.fromarray(smooth()), name)[:HEAD_BYTES]
    assert format_of_content(head) is FORMATS[PILLOWS_NAMES.index(name)]


@pytest.mark.parametrize("head", [b"", b"P", b"BX", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x18ftypmp42", b"P7\n", b"GIF90a"])
def test_other_bytes_are_no_photo(head):
    assert format_of_content(head) is None


def test_suffixes_are_lower_case_with_a_dot_and_each_names_one_format():
    assert len(set(READABLE_SUFFIXES)) == len(READABLE_SUFFIXES)
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in READABLE_SUFFIXES)
    assert set(WRITABLE_SUFFIXES) <= set(READABLE_SUFFIXES)
    assert {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".avif", ".bmp"} <= set(WRITABLE_SUFFIXES)


@pytest.mark.parametrize("suffix", WRITABLE_SUFFIXES)
def test_a_writable_suffix_names_its_format_in_any_case(suffix):
    assert suffix in format_of_suffix(Path("a/b.c/photo" + suffix.upper())).suffixes


def test_an_unknown_suffix_is_said_with_those_that_are_known():
    with pytest.raises(FormatUnknown, match=r"photo\.heic.*\.png"):
        format_of_suffix(Path("photo.heic"))

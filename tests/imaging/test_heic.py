"""HEIC files, made by ``heic_building``: pixels, depth, turn, colours, and what travels along or is left out."""

import sys

import numpy as np
import pytest
from PIL import Image

from desktop_unet import errors
from desktop_unet.imaging.codec import read_extent, read_photo, read_photo_apart, write_photo
from desktop_unet.imaging.formats import HEIC, format_of_content
from tests.imaging.heic_building import BLOCK, Item, box, heic, nclx, picture, simple
from tests.imaging.samples import smooth

HEIGHT, WIDTH = 3 * BLOCK, 5 * BLOCK
AUX = b"urn:com:apple:photo:2020:aux:hdrgainmap\0"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a tiff:Orientation="6" xmp:Rating="4"/></x:xmpmeta>'


def pairs(bits: int = 8) -> np.ndarray:
    """Pixels alike in blocks of 2 x 2, since colour is stored at half the size."""
    small = smooth(HEIGHT // 2, WIDTH // 2).astype(int) * (2**bits - 1) // 255
    return small.repeat(2, axis=0).repeat(2, axis=1)


def save(folder, content):
    path = folder / "IMG_0001.HEIC"
    path.write_bytes(content)
    return path


def read(folder, content, **how):
    path = save(folder, content)
    found = read_photo(path, **how)
    assert read_extent(path, page=how.get("page", 1)) == found.extent
    return found


def test_pixels_are_those_that_were_put_in(tmp_path):
    found = read(tmp_path, simple(pairs()))
    assert np.abs(found.pixels.astype(int) - pairs()).max() <= 1
    assert (found.notes, found.icc_profile, found.alpha, found.is_gray) == ((), None, None, False)


@pytest.mark.parametrize("bits", [10, 12])
def test_10_and_12_bits_fill_16(tmp_path, bits):
    found = read(tmp_path, simple(pairs(bits), bits=bits))
    assert found.pixels.dtype == np.uint16
    wanted = pairs(bits) * (65535 / (2**bits - 1))
    assert np.abs(found.pixels - wanted).max() <= 1.1 * 65535 / (2**bits - 1)


@pytest.mark.parametrize("bits", [8, 10])
def test_gray_is_gray_to_the_value(tmp_path, bits):
    values = pairs(bits)[..., 0]
    values[:2, :2], values[-2:, -2:] = 0, 2**bits - 1
    found = read(tmp_path, simple(values, bits=bits))
    assert found.is_gray
    top = 255 if bits == 8 else 65535
    assert np.array_equal(found.pixels[..., 0], np.rint(values * (top / (2**bits - 1))))


@pytest.mark.parametrize(
    ("turn", "wanted"),
    [
        (box(b"irot", b"\1"), lambda photo: np.rot90(photo)),
        (box(b"irot", b"\3"), lambda photo: np.rot90(photo, 3)),
        (box(b"imir", b"\1"), lambda photo: photo[:, ::-1]),
    ],
)
def test_the_photo_is_turned_as_its_properties_say_and_not_again_by_exif(tmp_path, turn, wanted):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Phone works"
    block = exif.tobytes().removeprefix(b"Exif\0\0")
    path = save(tmp_path, simple(pairs(), nclx(1, 13), turn, exif=block))
    found = read_photo(path)
    assert np.abs(found.pixels.astype(int) - wanted(pairs())).max() <= 1
    assert read_extent(path) == found.extent
    write_photo(found, tmp_path / "copy.jpg")
    with Image.open(tmp_path / "copy.jpg") as copy:
        assert copy.getexif()[0x010F] == "Phone works"
        assert copy.getexif()[0x0112] == 1
        assert copy.size == (found.width, found.height)


def test_colours_come_from_the_profile_or_from_numbers(tmp_path):
    profile = (read(tmp_path, simple(pairs(), nclx(12, 13)))).icc_profile
    assert profile is not None
    assert "Display P3" in str(read_photo(tmp_path / "IMG_0001.HEIC").notes)
    found = read(tmp_path, simple(pairs(), box(b"colr", b"prof", profile)))
    assert (found.icc_profile, found.notes) == (profile, ())


def test_hdr_is_refused_and_not_shown_dark(tmp_path):
    path = save(tmp_path, simple(pairs(10), nclx(9, 16), bits=10))
    for reader in (read_photo, read_extent):
        with pytest.raises(errors.ColoursUnreadable, match="PQ"):
            reader(path)


def test_gain_map_and_depth_are_left_out_with_a_note_and_alpha_stays(tmp_path):
    def beside(name: bytes) -> Item:
        return picture(pairs()[..., 0], box(b"auxC", bytes(4), name), refers=(b"auxl", 1))

    found = read(tmp_path, heic(picture(pairs(), nclx(1, 13)), beside(AUX)))
    assert [str(note) for note in found.notes] == ["The file's gain map for HDR screens was left out."]
    depth = beside(b"urn:mpeg:hevc:2015:auxid:2\0")
    assert "depth map" in str(read(tmp_path, heic(picture(pairs(), nclx(1, 13)), depth)).notes)
    alpha = beside(b"urn:mpeg:hevc:2015:auxid:1\0")
    found = read(tmp_path, heic(picture(pairs(), nclx(1, 13)), alpha))
    assert np.array_equal(found.alpha, pairs()[..., 0])
    assert found.notes == ()


def test_xmp_travels_along_upright(tmp_path):
    found = read(tmp_path, heic(picture(pairs(), nclx(1, 13)), Item(b"mime", XMP, refers=(b"cdsc", 1))))
    assert found.metadata.xmp == XMP.replace(b'Orientation="6"', b'Orientation="1"')


def test_the_second_of_two_pictures_is_read_where_it_is_asked_for(tmp_path):
    content = heic(picture(pairs(), nclx(1, 13)), picture(255 - pairs()[:BLOCK], nclx(1, 13)))
    assert "2 pictures" in str(read(tmp_path, content).notes)
    found = read(tmp_path, content, page=2)
    assert np.abs(found.pixels.astype(int) - (255 - pairs()[:BLOCK])).max() <= 1
    with pytest.raises(errors.PageMissing):
        read_photo(tmp_path / "IMG_0001.HEIC", page=3)


def test_the_brand_of_another_packing_deceives_nobody(tmp_path):
    content = heic(picture(pairs(), nclx(1, 13)), brand=b"mif1")
    assert format_of_content(content) is HEIC
    assert np.abs(read(tmp_path, content).pixels.astype(int) - pairs()).max() <= 1


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.97])
def test_what_is_cut_short_is_called_damaged(tmp_path, part):
    content = simple(pairs())
    path = save(tmp_path, content[: int(len(content) * part)])
    with pytest.raises((errors.PhotoDamaged, errors.NotAPhoto)) as caught:
        read_photo(path)
    assert "\n" not in str(caught.value)


def test_the_window_reads_it_in_a_process_of_its_own(tmp_path):
    found = read_photo_apart(save(tmp_path, simple(pairs())))
    assert np.abs(found.pixels.astype(int) - pairs()).max() <= 1


def test_without_the_decoder_it_is_called_not_supported(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(errors.FormatNotRead, match="HEIC is not supported"):
        read_photo(save(tmp_path, simple(pairs())))

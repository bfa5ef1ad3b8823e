from dataclasses import replace

import numpy as np
import pytest
import tifffile
from PIL import Image, TiffImagePlugin

from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.photo import Metadata
from desktop_unet.imaging.tiff_exif import add_exif_to_tiff, exif_of_tiff
from tests.imaging.samples import HEIGHT, WIDTH, noise, photo


def taken(order: str = "<") -> bytes:
    """What a camera says of a photo, in either byte order."""
    exif = Image.Exif()
    exif.endian = order
    exif[0x010F] = "Camera works"
    exif[0x0110] = "X"
    exif[0x8298] = "Me, myself"
    of_camera = {0x9003: "2024:05:06 07:08:09", 0x829A: TiffImagePlugin.IFDRational(1, 250)}
    exif.get_ifd(0x8769).update({**of_camera, 0x9000: b"0232", 0x927C: b"private"})
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 30.0, 12.5)})
    return exif.tobytes()


def said(exif: Image.Exif) -> dict:
    return {
        "maker": exif[0x010F],
        "model": exif[0x0110],
        "rights": exif[0x8298],
        "date": exif.get_ifd(0x8769)[0x9003],
        "exposure": float(exif.get_ifd(0x8769)[0x829A]),
        "latitude": tuple(map(float, exif.get_ifd(0x8825)[2])),
    }


EXPECTED = {
    "maker": "Camera works",
    "model": "X",
    "rights": "Me, myself",
    "date": "2024:05:06 07:08:09",
    "exposure": 0.004,
    "latitude": (47.0, 30.0, 12.5),
}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_exif_goes_into_a_tiff_file_and_comes_out_again(tmp_path, order, dtype):
    before = replace(photo(dtype, alpha=True), metadata=Metadata(exif=taken(order)))
    written = write_photo(before, tmp_path / "photo.tif")
    after = read_photo(written.path)
    assert ["maker's notes" in note for note in written.notes] == [True]
    found = Image.Exif()
    found.load(after.metadata.exif)
    assert said(found) == EXPECTED
    assert np.array_equal(after.pixels, before.pixels)
    assert np.array_equal(after.alpha, before.alpha)


def test_other_programs_read_the_file_and_its_exif(tmp_path):
    write_photo(replace(photo(), metadata=Metadata(exif=taken())), tmp_path / "photo.tif")
    with Image.open(tmp_path / "photo.tif") as image:
        assert said(image.getexif()) == EXPECTED
        assert np.array_equal(np.array(image), noise())


def test_notes_of_the_maker_are_left_out_since_they_point_into_the_former_file(tmp_path):
    write_photo(replace(photo(), metadata=Metadata(exif=taken())), tmp_path / "photo.tif")
    assert b"private" not in (tmp_path / "photo.tif").read_bytes()


def test_exif_of_a_tiff_file_of_another_program_goes_on_into_a_jpeg(tmp_path):
    exif = Image.Exif()
    exif.load(taken())
    Image.fromarray(noise()).save(tmp_path / "scan.tif", exif=exif)
    written = write_photo(read_photo(tmp_path / "scan.tif"), tmp_path / "scan.jpg")
    with Image.open(written.path) as image:
        assert said(image.getexif()) == EXPECTED


def test_a_tiff_file_without_exif_has_none(tmp_path):
    tifffile.imwrite(tmp_path / "plain.tif", noise(), photometric="rgb", software="", metadata=None)
    assert exif_of_tiff(tmp_path / "plain.tif") is None
    assert read_photo(tmp_path / "plain.tif").metadata.exif is None


@pytest.mark.parametrize("block", [b"", b"nonsense", taken()[:25]])
def test_a_damaged_block_leaves_the_file_as_readable_as_it_was(tmp_path, block):
    path = write_photo(photo(), tmp_path / "photo.tif").path
    add_exif_to_tiff(path, block)
    assert np.array_equal(read_photo(path).pixels, noise())


def test_a_tiff_of_the_large_form_is_left_as_it_is(tmp_path):
    tifffile.imwrite(tmp_path / "large.tif", noise(), photometric="rgb", bigtiff=True)
    before = (tmp_path / "large.tif").read_bytes()
    assert not add_exif_to_tiff(tmp_path / "large.tif", taken())
    assert (tmp_path / "large.tif").read_bytes() == before
    assert read_photo(tmp_path / "large.tif").extent.pixels == HEIGHT * WIDTH

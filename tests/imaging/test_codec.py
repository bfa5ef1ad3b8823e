"""What goes into a file comes out of it."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from desktop_unet.imaging.codec import WRITABLE_SUFFIXES, read_extent, read_photo, write_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Metadata, Photo
from tests.imaging.samples import jpeg_with_exif, noise, photo, smooth, srgb_profile, swapped_profile

LOSSLESS = (".png", ".tif")


@pytest.mark.parametrize("suffix", LOSSLESS)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("gray", [False, True])
def test_lossless_formats_give_back_every_value(tmp_path, suffix, dtype, alpha, gray):
    before = photo(dtype, alpha=alpha, gray=gray)
    after = read_photo(write_photo(before, tmp_path / f"photo{suffix}").path)
    assert after.pixels.dtype == dtype
    assert np.array_equal(after.pixels, before.pixels)
    assert after.is_gray == gray
    assert (after.alpha is not None) == alpha
    if alpha:
        assert np.array_equal(after.alpha, before.alpha)
    assert after.notes == ()


@pytest.mark.parametrize("gray", [False, True])
def test_bmp_gives_back_every_value_of_8_bits(tmp_path, gray):
    before = photo(gray=gray)
    after = read_photo(write_photo(before, tmp_path / "photo.bmp").path)
    assert np.array_equal(after.pixels, before.pixels)
    assert after.is_gray == gray


@pytest.mark.parametrize("suffix", [".jpg", ".webp", ".avif"])
def test_lossy_formats_come_close(tmp_path, suffix):
    before = Photo(smooth())
    after = read_photo(write_photo(before, tmp_path / f"photo{suffix}", quality=95).path)
    assert np.abs(after.pixels.astype(int) - before.pixels).mean() < 2.0


@pytest.mark.parametrize("suffix", [".webp", ".avif"])
def test_lossy_formats_that_can_keep_alpha(tmp_path, suffix):
    ramp = np.repeat(np.linspace(0, 255, 53).astype(np.uint8)[None], 37, axis=0)
    after = read_photo(write_photo(Photo(smooth(), alpha=ramp), tmp_path / f"photo{suffix}").path)
    assert np.abs(after.alpha.astype(int) - ramp).mean() < 2.0


@pytest.mark.parametrize("suffix", WRITABLE_SUFFIXES)
def test_every_writable_suffix_is_written_and_its_header_tells_the_size(tmp_path, suffix):
    written = write_photo(photo(np.uint16, alpha=True), tmp_path / f"photo{suffix.upper()}")
    assert written.bytes == written.path.stat().st_size > 0
    assert read_extent(written.path) == written.extent == Extent(37, 53)


def test_a_gray_photo_is_written_with_one_channel(tmp_path):
    write_photo(photo(gray=True), tmp_path / "gray.png")
    with Image.open(tmp_path / "gray.png") as image:
        assert image.mode == "L"


def test_a_gray_photo_whose_channels_differ_is_written_as_its_luma(tmp_path):
    write_photo(replace(photo(), is_gray=True), tmp_path / "gray.png")
    expected = np.array(Image.fromarray(noise()).convert("L")).astype(int)
    assert np.abs(read_photo(tmp_path / "gray.png").pixels[..., 0] - expected).max() <= 1


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_are_read_upright_in_all_eight_orientations(tmp_path, orientation):
    stored = smooth()
    path = jpeg_with_exif(tmp_path / "turned.jpg", stored, orientation)
    with Image.open(path) as image:
        expected = np.array(_pillow_upright(image))
    found = read_photo(path)
    assert read_extent(path) == found.extent == Extent(*expected.shape[:2])
    assert np.abs(found.pixels.astype(int) - expected).max() <= 2


def _pillow_upright(image: Image.Image) -> Image.Image:
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
def test_a_turned_photo_is_not_turned_again_after_writing(tmp_path, suffix):
    upright = read_photo(jpeg_with_exif(tmp_path / "turned.jpg", smooth(), 6))
    written = write_photo(upright, tmp_path / f"upright{suffix}")
    again = read_photo(written.path)
    assert again.extent == upright.extent == Extent(53, 37)
    assert np.abs(again.pixels.astype(int) - upright.pixels).mean() < 2.0
    with Image.open(written.path) as image:
        assert image.getexif().get(0x0112, 1) == 1


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif", ".tif"])
def test_camera_and_place_travel_along(tmp_path, suffix):
    taken = read_photo(jpeg_with_exif(tmp_path / "taken.jpg", smooth(), 1))
    with Image.open(write_photo(taken, tmp_path / f"copy{suffix}").path) as image:
        exif = image.getexif()
        assert exif[0x010F] == "Camera works"
        assert exif.get_ifd(0x8825)[1] == "N"


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif", ".tif"])
def test_stripped_files_name_neither_camera_nor_place_but_keep_their_colours(tmp_path, suffix):
    taken = replace(read_photo(jpeg_with_exif(tmp_path / "taken.jpg", smooth(), 1)), icc_profile=srgb_profile())
    written = write_photo(taken, tmp_path / f"copy{suffix}", strip_metadata=True)
    assert b"Camera works" not in written.path.read_bytes()
    assert read_photo(written.path).metadata.exif is None
    assert read_photo(written.path).icc_profile == srgb_profile()


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
def test_no_thumbnail_of_the_former_photo_is_left_in_the_file(tmp_path, suffix):
    small = b"\xff\xd8\xff" + b"SMALL PICTURE" * 40
    source = jpeg_with_exif(tmp_path / "taken.jpg", smooth(), 3, thumbnail=small)
    assert b"SMALL PICTURE" in source.read_bytes()
    written = write_photo(read_photo(source), tmp_path / f"copy{suffix}")
    assert b"SMALL PICTURE" not in written.path.read_bytes()
    with Image.open(written.path) as image:
        assert image.getexif()[0x010F] == "Camera works"


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif", ".tif"])
def test_profiles_travel_along_unchanged(tmp_path, suffix):
    before = Photo(smooth(), icc_profile=swapped_profile())
    assert read_photo(write_photo(before, tmp_path / f"photo{suffix}").path).icc_profile == swapped_profile()


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_resolution_travels_along(tmp_path, suffix):
    before = Photo(smooth(), metadata=Metadata(dots_per_inch=(300.0, 150.0)))
    after = read_photo(write_photo(before, tmp_path / f"photo{suffix}").path)
    assert after.metadata.dots_per_inch == pytest.approx((300.0, 150.0), rel=1e-3)


def test_xmp_travels_along_with_orientation_one(tmp_path):
    block = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a tiff:Orientation="6" dc:title="Lake"/></x:xmpmeta>'
    before = Photo(smooth(), metadata=Metadata(xmp=block))
    after = read_photo(write_photo(before, tmp_path / "photo.png").path)
    assert after.metadata.xmp == block.replace(b'"6"', b'"1"')


def test_a_file_that_changed_under_its_name_is_read_anew(tmp_path):
    path = tmp_path / "photo.png"
    write_photo(photo(), path)
    read_photo(path)
    other = Photo(noise(seed=9))
    write_photo(other, path, overwrite=True)
    assert np.array_equal(read_photo(path).pixels, other.pixels)


def test_names_with_spaces_brackets_and_foreign_letters_are_just_names(tmp_path):
    path = tmp_path / "Früh stück [n=2], ä 照片.png"
    assert np.array_equal(read_photo(write_photo(photo(), path).path).pixels, noise())


def test_one_pixel_is_a_photo_too(tmp_path):
    one = Photo(np.array([[[1, 2, 3]]], np.uint8))
    assert read_photo(write_photo(one, tmp_path / "one.png").path).pixels.tolist() == [[[1, 2, 3]]]

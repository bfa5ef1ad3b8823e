"""Colours that are not gray or RGB become so, and it is said."""

import numpy as np
import pytest
import pyvips
import tifffile
from PIL import Image, ImageDraw

from desktop_unet.imaging.codec import read_photo
from tests.imaging.samples import noise, smooth, srgb_profile, swapped_profile


def test_cmyk_becomes_rgb_with_a_note(tmp_path):
    Image.fromarray(smooth()).convert("CMYK").save(tmp_path / "print.jpg", quality=97)
    found = read_photo(tmp_path / "print.jpg")
    assert found.pixels.shape == (37, 53, 3)
    assert found.pixels.dtype == np.uint8
    assert found.icc_profile is None
    assert any("CMYK" in note for note in found.notes)
    light, dark = found.pixels[-1, -1].mean(), found.pixels[0, 0].mean()
    assert light > dark + 60


def test_cmyk_without_ink_is_white(tmp_path):
    tifffile.imwrite(tmp_path / "print.tif", np.zeros((37, 53, 4), np.uint8), photometric="separated")
    assert read_photo(tmp_path / "print.tif").pixels.min() > 245


def test_lab_becomes_rgb_with_a_note(tmp_path):
    lab = pyvips.Image.new_from_memory(smooth().tobytes(), 53, 37, 3, "uchar").copy(interpretation="srgb")
    lab.icc_import(input_profile="srgb", pcs="lab").cast("float").tiffsave(str(tmp_path / "lab.tif"))
    found = read_photo(tmp_path / "lab.tif")
    assert any("Lab" in note for note in found.notes)
    brightness = found.pixels / np.iinfo(found.pixels.dtype).max * 255
    assert np.abs(brightness - smooth()).max() < 2.0


@pytest.mark.parametrize("suffix", [".png", ".gif", ".bmp"])
def test_palettes_become_full_colour_with_a_note(tmp_path, suffix):
    image = Image.fromarray(smooth()).quantize(32)
    image.save(tmp_path / f"palette{suffix}")
    found = read_photo(tmp_path / f"palette{suffix}")
    assert np.array_equal(found.pixels, np.array(image.convert("RGB")))
    assert len(found.notes) == 1


@pytest.mark.parametrize("suffix", [".png", ".tif", ".bmp", ".pbm"])
def test_1_bit_becomes_gray_with_a_note(tmp_path, suffix):
    image = Image.new("1", (53, 37))
    ImageDraw.Draw(image).ellipse((9, 4, 40, 30), fill=1)
    image.save(tmp_path / f"fax{suffix}")
    found = read_photo(tmp_path / f"fax{suffix}")
    assert found.is_gray
    assert np.array_equal(found.pixels[..., 0], np.array(image.convert("L")))
    assert len(found.notes) == 1


def test_float_values_become_16_bits_with_a_note(tmp_path):
    values = np.linspace(0, 1, 37 * 53, dtype=np.float32).reshape(37, 53)
    tifffile.imwrite(tmp_path / "float.tif", values)
    found = read_photo(tmp_path / "float.tif")
    assert found.depth_bits == 16
    assert np.abs(found.pixels[..., 0] / 65535 - values).max() < 1e-4
    assert any("float" in note for note in found.notes)


def test_channels_beyond_colour_and_alpha_are_left_out_with_a_note(tmp_path):
    channels = np.concatenate([noise(), noise(seed=1)], axis=2)
    tifffile.imwrite(tmp_path / "six.tif", channels, photometric="rgb", extrasamples=["unspecified"] * 3)
    found = read_photo(tmp_path / "six.tif")
    assert np.array_equal(found.pixels, channels[..., :3])
    assert any("channels" in note for note in found.notes)


def test_the_first_of_several_pictures_is_read_with_a_note(tmp_path):
    pages = [Image.fromarray(noise(seed=seed)) for seed in range(3)]
    pages[0].save(tmp_path / "pages.tif", save_all=True, append_images=pages[1:])
    found = read_photo(tmp_path / "pages.tif")
    assert np.array_equal(found.pixels, noise(seed=0))
    assert any("3 pictures" in note for note in found.notes)


def test_a_profile_that_fits_is_kept_to_the_byte(tmp_path):
    Image.fromarray(smooth()).save(tmp_path / "photo.png", icc_profile=swapped_profile())
    found = read_photo(tmp_path / "photo.png")
    assert found.icc_profile == swapped_profile()
    assert found.notes == ()


BROKEN_PROFILES = [
    b"no profile at all" * 20,
    srgb_profile().replace(b"RGB XYZ", b"CMYKXYZ"),
    srgb_profile() + b"more",
    srgb_profile().replace(b"mntr", b"abst"),
    srgb_profile()[:140] + b"\x7f" + srgb_profile()[141:],
]


@pytest.mark.parametrize("profile", BROKEN_PROFILES)
def test_a_profile_that_does_not_fit_is_left_out_with_a_note(tmp_path, profile):
    Image.fromarray(smooth()).save(tmp_path / "photo.jpg", icc_profile=profile)
    found = read_photo(tmp_path / "photo.jpg")
    assert found.icc_profile is None
    assert found.notes == ("The colour profile does not match the photo and was left out.",)


def test_plain_photos_are_read_without_a_word(tmp_path):
    Image.fromarray(smooth()).save(tmp_path / "photo.jpg")
    assert read_photo(tmp_path / "photo.jpg").notes == ()

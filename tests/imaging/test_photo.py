import numpy as np
import pytest

from desktop_unet.imaging.photo import Photo
from tests.imaging.samples import noise, photo


def test_a_photos_pixels_cannot_be_written_to():
    value = photo(alpha=True)
    with pytest.raises(ValueError, match="read-only"):
        value.pixels[0, 0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        value.alpha[0, 0] = 1


@pytest.mark.parametrize("pixels", [np.zeros((3, 4), np.uint8), np.zeros((3, 4, 4), np.uint8), np.zeros((3, 4, 3))])
def test_pixels_of_another_layout_or_type_are_refused(pixels):
    with pytest.raises(ValueError, match="pixels must be"):
        Photo(pixels)


def test_alpha_of_another_depth_is_refused():
    with pytest.raises(ValueError, match="alpha"):
        Photo(noise(np.uint8), alpha=noise(np.uint16, 1))


def test_other_pixels_keep_what_travels_with_the_photo():
    before = photo(icc_profile=b"profile", notes=("first",))
    after = before.with_pixels(noise(seed=5), None, "second")
    assert (after.icc_profile, after.notes) == (b"profile", ("first", "second"))

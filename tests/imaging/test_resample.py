import numpy as np
import pytest
from PIL import Image

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.resample import bleed_under_alpha, resize
from tests.imaging.samples import noise, photo

METHODS = ["bicubic", "lanczos", "bilinear", "nearest"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("extent", [Extent(74, 106), Extent(9, 13), Extent(37, 53), Extent(1, 1), Extent(50, 20)])
def test_a_flat_colour_stays_what_it_is_at_every_size(method, extent):
    flat = np.broadcast_to(np.array([0.2, 0.5, 0.9], np.float32), (37, 53, 3))
    resized = resize(flat, extent, method)
    assert resized.shape == (extent.height, extent.width, 3)
    assert resized.dtype == np.float32
    np.testing.assert_allclose(resized, np.broadcast_to(flat[0, 0], resized.shape), atol=1e-6)


def test_bicubic_enlarges_by_the_kernel_of_a_half():
    """Keys' weights for a pixel a quarter to the right of a centre, by hand."""
    a, offsets = -0.5, np.array([1.25, 0.25, 0.75, 1.75])
    near = (a + 2) * offsets**3 - (a + 3) * offsets**2 + 1
    far = a * offsets**3 - 5 * a * offsets**2 + 8 * a * offsets - 4 * a
    weights = np.where(offsets <= 1, near, far)
    row = np.random.default_rng(0).random((1, 12)).astype(np.float32)
    enlarged = resize(np.repeat(row, 12, axis=0), Extent(24, 24), "bicubic")
    assert enlarged[12, 11] == pytest.approx(float(row[0, 4:8] @ weights), abs=1e-6)


def test_bicubic_is_not_cut_unless_asked():
    step = np.zeros((8, 12), np.float32)
    step[:, 6:] = 1
    assert resize(step, Extent(32, 48)).min() < -0.01
    clipped = resize(step, Extent(32, 48), clip=True)
    assert (clipped.min(), clipped.max()) == (0.0, 1.0)


@pytest.mark.parametrize("method", ["bicubic", "lanczos", "bilinear"])
def test_reducing_does_not_alias(method):
    stripes = np.tile(np.array([0.0, 1.0], np.float32), (40, 30))
    reduced = resize(stripes, Extent(10, 15), method)
    assert np.abs(reduced[:, 2:-2] - 0.5).max() < 0.05


def test_nearest_only_repeats():
    values = noise().astype(np.float32)
    assert np.array_equal(resize(values, Extent(74, 106), "nearest"), np.repeat(np.repeat(values, 2, 0), 2, 1))


def test_one_channel_is_resized_like_each_of_three():
    values = noise().astype(np.float32) / 255
    assert np.array_equal(resize(values[..., 1], Extent(20, 71)), resize(values, Extent(20, 71))[..., 1])


def test_reduced_and_rounded_photos_are_those_of_the_usual_test_files(shared_data):
    folder = shared_data / "bench" / "Set5" / "x4"
    for truth_path in sorted(folder.glob("*_HR.png")):
        with Image.open(truth_path) as truth, Image.open(str(truth_path).replace("_HR", "_LR")) as small:
            unit = np.asarray(truth.convert("RGB"), np.float32) / 255
            expected = np.asarray(small.convert("RGB"), int)
        reduced = np.rint(resize(unit, Extent(*expected.shape[:2]), clip=True) * 255).astype(int)
        # Those were rounded after rows and again after columns, and mirror differently at the border.
        inner = (slice(6, -6), slice(6, -6))
        assert np.abs(reduced[inner] - expected[inner]).max() <= 1


def test_colour_bleeds_under_what_is_transparent_and_nowhere_else():
    alpha = np.zeros((37, 53), np.uint8)
    alpha[:, 20:30] = 200
    pixels = np.zeros((37, 53, 3), np.uint8)
    pixels[:, 20:30] = (250, 100, 40)
    before = pixels.copy()
    bled = bleed_under_alpha(Photo(pixels, alpha=alpha))
    assert np.array_equal(bled[:, 20:30], before[:, 20:30])
    assert (bled == np.array([250, 100, 40], np.uint8)).all()


def test_bleeding_takes_the_colour_of_the_neighbourhood():
    alpha = np.full((40, 60), 255, np.uint8)
    alpha[:, 10:14] = 0
    alpha[:, 40:44] = 0
    pixels = np.zeros((40, 60, 3), np.uint8)
    pixels[:, :30] = (200, 0, 0)
    pixels[:, 30:] = (0, 0, 200)
    bled = bleed_under_alpha(Photo(pixels, alpha=alpha))
    assert (bled[:, 10:14] == (200, 0, 0)).all()
    assert (bled[:, 40:44] == (0, 0, 200)).all()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_half_transparent_pixels_keep_their_values_at_every_depth(dtype):
    value = photo(dtype, alpha=True)
    bled = bleed_under_alpha(value)
    visible = value.alpha > 0
    assert bled.dtype == dtype
    assert np.array_equal(bled[visible], value.pixels[visible])


def test_photos_without_anything_to_bleed_stay_as_they_are():
    opaque = photo()
    assert bleed_under_alpha(opaque) is opaque.pixels
    invisible = Photo(noise(), alpha=np.zeros((37, 53), np.uint8))
    assert bleed_under_alpha(invisible) is invisible.pixels

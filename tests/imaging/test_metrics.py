import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from desktop_unet.errors import ShapesDiffer
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.holes import mask_for
from desktop_unet.imaging.metrics import luma, psnr, psnr_inside, psnr_y, ssim, ssim_inside, ssim_y
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.resample import resize


def pair(height=41, width=67, noise=0.1, seed=0):
    rng = np.random.default_rng(seed)
    truth = rng.random((height, width, 3), np.float32)
    return np.clip(truth + rng.normal(0, noise, truth.shape), 0, 1).astype(np.float32), truth


def reference_ssim(first, second, **more):
    return structural_similarity(
        first, second, data_range=1.0, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, **more
    )


@pytest.mark.parametrize("noise", [0.01, 0.1, 0.5])
def test_psnr_is_that_of_scikit_image(noise):
    restored, truth = pair(noise=noise)
    expected = peak_signal_noise_ratio(truth.astype(float), restored.astype(float), data_range=1.0)
    assert psnr(restored, truth) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("height", "width"), [(41, 67), (11, 11), (11, 30)])
def test_ssim_is_that_of_scikit_image(height, width):
    restored, truth = (plane.astype(float) for plane in pair(height, width))
    assert ssim(restored, truth) == pytest.approx(reference_ssim(restored, truth, channel_axis=2), abs=1e-6)
    assert ssim(restored[..., 0], truth[..., 0]) == pytest.approx(
        reference_ssim(restored[..., 0], truth[..., 0]), abs=1e-6
    )


def test_ssim_inside_averages_scikit_images_map_over_the_mask():
    restored, truth = pair()
    mask = mask_for("brush 10-20%", Extent(41, 67), 3)
    _, whole = reference_ssim(luma(restored), luma(truth), full=True)
    assert ssim_inside(restored, truth, mask) == pytest.approx(whole[mask > 0].mean(), abs=1e-6)


def test_psnr_inside_counts_marked_pixels_only():
    restored, truth = pair()
    mask = mask_for("square 15%", Extent(41, 67), 0)
    marked = mask > 0
    expected = -10 * np.log10(np.mean((restored[marked].astype(float) - truth[marked]) ** 2))
    worse_outside = np.where(marked[..., None], restored, 1 - truth).astype(np.float32)
    assert psnr_inside(restored, truth, mask) == pytest.approx(expected, abs=1e-9)
    assert psnr_inside(worse_outside, truth, mask) == psnr_inside(restored, truth, mask)


def test_an_empty_mask_has_no_score():
    restored, truth = pair()
    nothing = np.zeros(truth.shape[:2], np.uint8)
    assert np.isnan(psnr_inside(restored, truth, nothing))
    assert np.isnan(ssim_inside(restored, truth, nothing))


def test_equal_photos_are_perfect():
    _, truth = pair()
    assert psnr(truth, truth) == float("inf")
    assert ssim(truth, truth) == pytest.approx(1.0, abs=1e-12)


def test_the_border_is_left_out():
    restored, truth = pair()
    inner = (slice(4, -4), slice(4, -4))
    assert psnr(restored, truth, border_px=4) == psnr(restored[inner], truth[inner])
    assert ssim(restored, truth, border_px=4) == ssim(restored[inner], truth[inner])


def test_luma_goes_from_16_to_235_of_255():
    colours = np.array([[[0, 0, 0], [1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]], np.float32)
    np.testing.assert_allclose(luma(colours)[0] * 255, [16, 235, 81.481, 144.553, 40.966], atol=1e-3)


@pytest.mark.parametrize("score", [psnr, ssim])
def test_photos_of_two_sizes_cannot_be_compared(score):
    restored, truth = pair()
    with pytest.raises(ShapesDiffer, match="41 × 66 × 3"):
        score(restored[:, :-1], truth)


def test_photos_smaller_than_the_window_or_the_border_have_no_score():
    restored, truth = pair(10, 40)
    with pytest.raises(ShapesDiffer):
        ssim(restored, truth)
    with pytest.raises(ShapesDiffer):
        psnr(restored, truth, border_px=5)


def test_a_mask_of_another_size_is_refused():
    restored, truth = pair()
    with pytest.raises(ShapesDiffer):
        psnr_inside(restored, truth, np.zeros((40, 67), np.uint8))


@pytest.mark.parametrize(("scale", "decibels"), [(2, 33.68), (4, 28.43)])
def test_bicubic_on_set5_scores_what_the_tables_say(shared_data, scale, decibels):
    folder = shared_data / "bench" / "Set5" / f"x{scale}"
    scores = []
    for truth_path in sorted(folder.glob("*_HR.png")):
        truth = read_photo(truth_path)
        small = read_photo(truth_path.with_name(truth_path.name.replace("_HR", "_LR")))
        enlarged = resize(code_to_unit(small.pixels), truth.extent, clip=True)
        scores.append(psnr_y(enlarged, code_to_unit(truth.pixels), scale))
    assert len(scores) == 5
    assert np.mean(scores) == pytest.approx(decibels, abs=0.01)


def test_scores_of_y_are_scores_of_the_luma():
    restored, truth = pair()
    assert psnr_y(restored, truth, 2) == psnr(luma(restored), luma(truth), border_px=2)
    assert ssim_y(restored, truth, 2) == ssim(luma(restored), luma(truth), border_px=2)

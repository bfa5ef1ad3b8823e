"""Enlarging keeps what a photo is and does not depend on tiles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop_unet.engine import tile_runner
from desktop_unet.engine.predict import Network, open_network, predict
from desktop_unet.engine.reach import measure_reach, overlap_px
from desktop_unet.engine.restore import run
from desktop_unet.engine.task import Choices, UpscaleRequest
from desktop_unet.engine.upscale import scale_passes
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.damage_estimate import estimate_damage
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Metadata, Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.resample import resize_code
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.descriptor import theoretical_reach_px
from desktop_unet.paths import weights_dir
from tests.engine.networks import photo, save_random, texture


def choices(networks, name, **more) -> Choices:
    return Choices(card=networks / f"{name}.safetensors", precision="fp32", device="cpu", **more)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("tile_px", [None, 112])
def test_the_identity_network_gives_back_the_photo_through_any_tiling(networks, dtype, tile_px):
    before = photo(170, 233, dtype)
    result = run(UpscaleRequest(before, 1, 0.0, choices(networks, "identity", tile_px=tile_px)))
    assert np.array_equal(result.photo.pixels, before.pixels)
    assert result.photo.pixels.dtype == dtype
    assert (result.tiles > 1) == (tile_px is not None)


@pytest.mark.parametrize("scale", [2, 3, 4])
@pytest.mark.parametrize("name", ["upscale", "upscale-blind"])
def test_tiled_equals_untiled(networks, name, scale):
    before = photo(181, 262)
    whole = run(UpscaleRequest(before, scale, 0.5, choices(networks, name)))
    tiled = run(UpscaleRequest(before, scale, 0.5, choices(networks, name, tile_px=128)))
    assert whole.tiles == 1
    assert tiled.tiles > 4
    difference = np.abs(whole.photo.pixels.astype(int) - tiled.photo.pixels.astype(int))
    assert whole.photo.extent == before.extent.scaled(scale)
    assert difference.max() <= 1


def test_the_result_has_the_depth_profile_and_metadata_of_the_photo(networks):
    before = photo(40, 51, np.uint16, icc_profile=b"profile", metadata=Metadata(exif=b"exif"))
    after = run(UpscaleRequest(before, 2, 0.0, choices(networks, "upscale"))).photo
    assert after.pixels.dtype == np.uint16
    assert after.icc_profile == b"profile"
    assert after.metadata == before.metadata
    assert len(np.unique(after.pixels)) > 256


def test_gray_stays_gray(networks):
    gray = np.repeat(texture(40, 51)[..., :1], 3, axis=2)
    after = run(UpscaleRequest(Photo(gray, is_gray=True), 2, 0.0, choices(networks, "upscale"))).photo
    assert after.is_gray
    assert np.array_equal(after.pixels[..., 0], after.pixels[..., 1])
    assert np.array_equal(after.pixels[..., 0], after.pixels[..., 2])


def test_flat_alpha_stays_what_it_was_and_colour_under_it_does_not_shine_through(networks):
    alpha = np.full((40, 51), 255, np.uint8)
    alpha[:, 30:] = 0
    pixels = texture(40, 51)
    hidden = pixels.copy()
    hidden[:, 30:] = 0
    request = UpscaleRequest(Photo(hidden, alpha=alpha), 2, 0.0, choices(networks, "upscale"))
    after = run(request).photo
    assert after.alpha.shape == (80, 102)
    assert (after.alpha[:, :56] == 255).all()
    assert (after.alpha[:, 64:] == 0).all()
    # Black under the transparent part must not darken what is seen beside it.
    opaque = run(replace(request, photo=Photo(pixels))).photo
    beside = (slice(None), slice(50, 60))
    assert abs(after.pixels[beside].mean() - opaque.pixels[beside].mean()) < 12


def soft_disc(side: int) -> np.ndarray:
    """(side, side) uint8: how much of each pixel lies within a disc, and beside it a shadow."""
    finer = 4
    y, x = (np.mgrid[: side * finer, : side * finer] + 0.5) / (side * finer)
    inside = ((x - 0.38) ** 2 + (y - 0.45) ** 2 < 0.29**2).reshape(side, finer, side, finer).mean(axis=(1, 3))
    shadow = (0.5 * np.exp(-((x - 0.7) ** 2 + (y - 0.75) ** 2) / 0.02))[::finer, ::finer]
    return np.rint(255 * np.maximum(inside, np.where(shadow < 0.02, 0, shadow))).astype(np.uint8)


@pytest.mark.skipif(
    not (weights_dir() / "upscale-skip.safetensors").is_file(), reason="the packed networks are not in this checkout"
)
@pytest.mark.parametrize("scale", [2, 4, 8])
def test_smooth_edges_of_alpha_are_seen_by_the_network_and_get_no_rings(scale):
    side, truth = 96, soft_disc(96 * scale).astype(int)
    alpha = soft_disc(side)
    before = Photo(texture(side, side), alpha=alpha)
    result = run(UpscaleRequest(before, scale, 0.0, Choices(precision="fp32", device="cpu")))
    after = result.photo.alpha.astype(int)
    errors = [np.abs(each - truth) for each in (after, resize_code(alpha, before.extent.scaled(scale)).astype(int))]
    assert errors[0].sum() < 0.6 * errors[1].sum()
    for value in (0, 255):
        flat = np.kron(flat_around(alpha == value), np.ones((scale, scale), bool))
        assert flat.any()
        assert (after[flat] == value).all()


def flat_around(mask: np.ndarray) -> np.ndarray:
    """Where all eight neighbours are marked too."""
    padded = np.pad(mask, 1, mode="edge")
    return np.lib.stride_tricks.sliding_window_view(padded, (3, 3)).all(axis=(2, 3))


def test_alpha_does_not_depend_on_tiles_and_counts_as_work(networks):
    alpha = np.full((181, 262), 255, np.uint8)
    alpha[60:156, 90:186] = soft_disc(96)
    before, steps = photo(181, 262, alpha=alpha), []
    whole = run(UpscaleRequest(before, 2, 0.0, choices(networks, "upscale")))
    tiled = run(UpscaleRequest(before, 2, 0.0, choices(networks, "upscale", tile_px=128)), report=steps.append)
    assert np.abs(whole.photo.alpha.astype(int) - tiled.photo.alpha).max() <= 1
    assert whole.tiles == 2  # colours, and alpha
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert all(step.done <= step.total for step in steps)
    assert steps[-1].done == steps[-1].total


def test_eight_is_four_then_two(networks):
    before = photo(30, 41)
    after = run(UpscaleRequest(before, 8, 0.0, choices(networks, "upscale"))).photo
    assert after.extent == before.extent.scaled(8)


def test_a_scale_is_made_of_those_the_card_has():
    assert scale_passes(3, (2, 3, 4)) == (3,)
    assert scale_passes(8, (2, 3, 4)) == (4, 2)
    assert scale_passes(8, (2,)) == (2, 2, 2)


@pytest.mark.parametrize(("scale", "scales"), [(1, (2, 3, 4)), (4, (2,)), (3, (2, 4)), (8, (3, 4))])
def test_a_scale_that_the_card_lacks_is_refused_with_those_it_has(scale, scales):
    with pytest.raises(RequestImpossible, match=", ".join(f"x{one}" for one in scales)):
        scale_passes(scale, scales)


def test_a_photo_of_one_pixel_can_be_enlarged(networks):
    one = Photo(np.array([[[10, 200, 30]]], np.uint8))
    assert run(UpscaleRequest(one, 4, 0.0, choices(networks, "upscale"))).photo.extent == Extent(4, 4)


def test_strength_changes_the_result(networks):
    before = photo(40, 51)
    clean, heavy = (run(UpscaleRequest(before, 2, s, choices(networks, "upscale"))).photo.pixels for s in (0.0, 1.0))
    assert not np.array_equal(clean, heavy)


def told(monkeypatch) -> list[float | None]:
    """The strengths that networks are told from now on, tile by tile."""
    told: list[float | None] = []

    def listen(network, tile_HWC, *, scale, strength, gates):
        told.append(strength)
        return predict(network, tile_HWC, scale=scale, strength=strength, gates=gates)

    monkeypatch.setattr(tile_runner, "predict", listen)
    return told


def test_without_a_strength_the_network_is_told_that_of_the_damage_found(networks, monkeypatch):
    noisy, strengths = photo(90, 134), told(monkeypatch)
    found = estimate_damage(noisy).strength
    assert 0.2 < found < 0.5
    result = run(UpscaleRequest(noisy, 2, choices=choices(networks, "upscale")))
    assert strengths == [found]
    assert result.strength == found
    assert result.notes == (f"Noise or JPEG damage was found: {round(100 * found)} %.",)
    asked = run(UpscaleRequest(noisy, 2, found, choices(networks, "upscale")))
    assert np.array_equal(asked.photo.pixels, result.photo.pixels)
    assert (asked.strength, asked.notes) == (found, ())


def test_a_clean_photo_is_enlarged_at_strength_0_without_a_word(networks):
    ramp = (np.arange(134) // 2 + 60).astype(np.uint8)
    clean = Photo(np.repeat(np.broadcast_to(ramp, (90, 134))[..., None], 3, axis=2).copy())
    free, asked = (run(UpscaleRequest(clean, 2, s, choices(networks, "upscale"))) for s in (None, 0.0))
    assert (free.strength, free.notes) == (0.0, ())
    assert np.array_equal(free.photo.pixels, asked.photo.pixels)


def test_networks_that_take_no_strength_are_told_none(networks, monkeypatch):
    strengths = told(monkeypatch)
    result = run(UpscaleRequest(photo(), 2, choices=choices(networks, "identity")))
    assert strengths == [None]
    assert (result.strength, result.notes) == (0.0, ())


@pytest.mark.parametrize("strength", [None, 0.5])
def test_the_second_pass_of_eight_expects_no_damage(networks, monkeypatch, strength):
    strengths = told(monkeypatch)
    result = run(UpscaleRequest(photo(40, 56), 8, strength, choices(networks, "upscale")))
    assert strengths == [result.strength, 0.0]
    assert result.strength > 0


def opened(path) -> Network:
    return open_network(UpscaleRequest(photo(), 2, 0.0, Choices(card=path, precision="fp32", device="cpu")))


def test_no_pixel_sees_further_than_its_layers_allow(tmp_path):
    config = UNetConfig(widths=(8, 8), blocks=(1, 1), encoder="residual", head="sigmoid", stem="low_res", scales=(2,))
    network = opened(save_random(tmp_path, "seeing", config))
    # Sharp contrasts and no tolerance: what remains is floating-point noise.
    measured = measure_reach(network, 2, code_to_unit(texture(120, 132)), tolerance=1e-6)
    assert 3 < measured <= theoretical_reach_px(config)


def test_the_overlap_covers_the_reach_on_both_sides(networks):
    network = opened(networks / "upscale.safetensors")
    reach = measure_reach(network, 4, code_to_unit(texture(160, 176)))
    assert overlap_px(network.descriptor) * 3 / 8 >= reach
    assert overlap_px(network.descriptor) % network.descriptor.size_multiple == 0

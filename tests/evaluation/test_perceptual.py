"""The judge of looks agrees with the implementation that its weights come from, and says so when it is not there."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from desktop_unet.errors import JudgeDamaged, JudgeMissing, ShapesDiffer
from desktop_unet.evaluation.pairs import make_pair
from desktop_unet.evaluation.perceptual import PACKAGE, SMALLEST_PX, WEIGHTS, load_judge
from desktop_unet.evaluation.upscale_scores import enlarge_bicubic
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import UnitImage
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.resample import resize
from desktop_unet.paths import JUDGES_VARIABLE, package_file

judged = pytest.mark.skipif(package_file(PACKAGE, WEIGHTS) is None, reason=f"{PACKAGE} is not installed")

REFERENCE = {
    (21, 29): 0.707459,
    (37, 50): 0.659029,
    (64, 91): 0.611715,
    (130, 101): 0.577435,
}
"""Distance of two waves of a size, by stlpips_pytorch 0.0.2 itself (net "alex", variant "shift_tolerant")."""


def waves(height: int, width: int, speed: float) -> UnitImage:
    """(H, W, 3): another pattern in each channel."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    planes = [0.5 + 0.5 * np.sin(x / (2 + c + speed) + y / (9 - c)) * np.cos(y / (4 + speed)) for c in range(3)]
    return np.stack(planes, -1).astype(np.float32)


@pytest.fixture
def fresh_judge():
    load_judge.cache_clear()
    yield
    load_judge.cache_clear()


@judged
@pytest.mark.parametrize("size", REFERENCE)
def test_the_distance_is_that_of_the_reference(size):
    first, second = waves(*size, 0.0), waves(*size, 1.5)
    assert load_judge().distance(first, second) == pytest.approx(REFERENCE[size], abs=1e-4)
    assert load_judge().distance(second, first) == pytest.approx(REFERENCE[size], abs=1e-4)


@judged
def test_a_blurred_photo_looks_further_away_than_a_shifted_one_and_a_photo_like_itself():
    photo = waves(80, 99, 0.5)
    blurred = resize(resize(photo, Extent(20, 25)), Extent(80, 99))
    judge = load_judge()
    assert judge.distance(photo, photo) == 0
    assert 0 < judge.distance(np.roll(photo, 1, axis=1), photo) < judge.distance(blurred, photo)


@judged
def test_photos_of_two_sizes_and_tiny_ones_are_refused():
    with pytest.raises(ShapesDiffer):
        load_judge().distance(waves(40, 51, 0), waves(40, 50, 0))
    load_judge().distance(waves(SMALLEST_PX, 40, 0), waves(SMALLEST_PX, 40, 1))
    with pytest.raises(ShapesDiffer, match="at least"):
        load_judge().distance(waves(SMALLEST_PX - 1, 40, 0), waves(SMALLEST_PX - 1, 40, 1))


@judged
def test_bicubic_scores_as_was_measured_elsewhere(shared_data):
    """Twelve validation photos, every third; 256 px of their middle: 0.359 by another program."""
    distances = []
    for path in sorted((shared_data / "val").glob("*.png"))[::3][:12]:
        photo = read_photo(path, whole=True)
        top, left = (photo.height - 256) // 2, (photo.width - 256) // 2
        middle = photo.with_pixels(photo.pixels[top : top + 256, left : left + 256].copy())
        low, truth = make_pair(middle, 4)
        distances.append(load_judge().distance(enlarge_bicubic(low, truth.extent), code_to_unit(truth.pixels)))
    assert np.mean(distances) == pytest.approx(0.359, abs=0.002)


@pytest.mark.usefixtures("fresh_judge")
def test_without_the_package_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr("desktop_unet.evaluation.perceptual.package_file", lambda package, name: None)
    with pytest.raises(JudgeMissing, match=r"stlpips_pytorch.*\.\[perceptual\].*DESKTOP_UNET_JUDGES"):
        load_judge()


@pytest.mark.usefixtures("fresh_judge")
def test_a_folder_may_hold_the_package_and_a_strange_file_in_it_is_named(monkeypatch, tmp_path):
    file = tmp_path / PACKAGE / WEIGHTS
    file.parent.mkdir(parents=True)
    torch.save({"something": torch.zeros(2)}, file)
    monkeypatch.setenv(JUDGES_VARIABLE, str(tmp_path))
    assert package_file(PACKAGE, WEIGHTS) == file
    with pytest.raises(JudgeDamaged, match="alex_shift_tolerant"):
        load_judge()
    file.write_bytes(b"no weights")
    with pytest.raises(JudgeDamaged):
        load_judge()


def test_a_packages_files_are_found_without_running_it(monkeypatch, tmp_path):
    package = tmp_path / "loud_package"
    package.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('I was run')")
    (package / "data.bin").write_bytes(b"1")
    monkeypatch.syspath_prepend(tmp_path)
    assert package_file("loud_package", "data.bin") == package / "data.bin"
    assert package_file("loud_package", "other.bin") is None
    assert package_file("no_such_package", "data.bin") is None

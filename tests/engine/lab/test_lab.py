"""Gates, ablation and measures of the lab hold what they say."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from desktop_unet.engine.lab.ablation import ablate
from desktop_unet.engine.lab.anatomy import anatomy_of
from desktop_unet.engine.lab.case import Case, enlarging_case, filling_case, finding_case
from desktop_unet.engine.lab.checkerboard import checkerboard_shown, checkerboards_of
from desktop_unet.engine.lab.features import strongest_maps
from desktop_unet.engine.lab.figures import figures_of
from desktop_unet.engine.lab.gates import Gated, presets
from desktop_unet.engine.lab.receptive import receptive_field
from desktop_unet.engine.lab.scores import MarkScore, change_of, score_of, sharpness_of
from desktop_unet.engine.lab.spectrum import radial_spectrum
from desktop_unet.engine.lab.upsampling import bench
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.defects.old_photo import DAMAGED, SOUND, UNSURE, OldPhoto
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.metrics import luma
from desktop_unet.models.config import UNetConfig
from tests.engine.networks import FIND, INPAINT, mask_with, save_random, texture

CLASSIC = UNetConfig(widths=(4, 8, 16), blocks=(1, 1, 1), norm="batch")
KINDS = {
    "classic": CLASSIC,
    "unpool": UNetConfig(widths=(4, 8, 16), blocks=(1, 1, 1), upsampling="unpool"),
    "blind": CLASSIC.with_skip(False),
    "fill": INPAINT,
    "two": UNetConfig(task="inpaint", scales=(1,), widths=(4, 8), blocks=(1, 1), stages=2),
    "find": FIND,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lab")
    for seed, (name, config) in enumerate(KINDS.items()):
        save_random(folder, name, config, seed=seed)
    return folder


@pytest.fixture(scope="module")
def enlarging() -> Case:
    return enlarging_case(texture(96, 128), 4)


@pytest.fixture(scope="module")
def filling() -> Case:
    return filling_case(texture(72, 88), mask_with(72, 88, (20, 30, 40, 60)))


@pytest.fixture(scope="module")
def finding() -> Case:
    """A line of 2 px, and a rim of what cannot be told."""
    truth = np.full((72, 88), SOUND, np.uint8)
    truth[29:33, 10:70] = UNSURE
    truth[30:32, 10:70] = DAMAGED
    pixels = texture(72, 88)
    pixels[30:32, 10:70] = 250
    return finding_case(OldPhoto(pixels, truth))


def gated(folder: Path, name: str, case: Case) -> Gated:
    return Gated(folder / f"{name}.safetensors", case)


@pytest.fixture(params=["classic", "unpool", "fill", "two", "find"])
def any_gated(request: pytest.FixtureRequest, folder: Path, enlarging: Case, filling: Case, finding: Case) -> Gated:
    cases = {"fill": filling, "two": filling, "find": finding}
    return gated(folder, request.param, cases.get(request.param, enlarging))


def test_gates_of_one_are_the_plain_network_bit_for_bit(any_gated: Gated) -> None:
    assert np.array_equal(any_gated.picture((1.0,) * any_gated.gate_count), any_gated.full_run())
    assert np.array_equal(any_gated.picture(), any_gated.full_run())


def test_the_decoder_alone_gives_what_the_whole_network_gives(any_gated: Gated) -> None:
    gates = tuple(0.3 + 0.2 * level for level in range(any_gated.gate_count))
    assert np.array_equal(any_gated.picture(gates), any_gated.full_run(gates))


def test_one_gate_after_the_other_gives_what_the_whole_network_gives(any_gated: Gated) -> None:
    """What is kept of one setting must not show in the next."""
    count = any_gated.gate_count
    moves = [
        (1.0,) * count,
        (0.0,) + (1.0,) * (count - 1),
        (0.0,) * count,
        (0.5,) * count,
        (0.5,) * (count - 1) + (0.0,),
    ]
    for gates in (*moves, *reversed(moves), moves[0]):
        assert np.array_equal(any_gated.picture(gates), any_gated.full_run(gates))
    assert np.array_equal(any_gated.picture(), any_gated.full_run())


def test_only_levels_from_the_changed_gate_up_are_computed_again(
    folder: Path, enlarging: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab, climbed = gated(folder, "classic", enlarging), []
    climb = lab.network.climb
    monkeypatch.setattr(lab.network, "climb", lambda level, *rest: climbed.append(level) or climb(level, *rest))
    for gates in ((1.0, 1.0), (0.5, 1.0), (0.5, 1.0), (0.5, 0.0)):
        lab.picture(gates)
        climbed.append("shown")
    assert climbed == [1, 0, "shown", 0, "shown", "shown", 1, 0, "shown"]


def test_gates_of_zero_equal_concatenating_zeros(folder: Path, enlarging: Case) -> None:
    lab = gated(folder, "classic", enlarging)
    with torch.inference_mode():
        encoded = lab.network.encode(lab.batch(), scale=4)
        encoded.features[:-1] = [torch.zeros_like(level) for level in encoded.features[:-1]]
        emptied = lab.network.decode(encoded)[0].numpy().transpose(1, 2, 0)
    assert np.array_equal(lab.picture((0.0, 0.0)), emptied)
    assert not np.array_equal(lab.picture((0.0, 0.0)), lab.picture())


def test_outside_the_mask_pictures_are_the_photo(folder: Path, filling: Case) -> None:
    picture = gated(folder, "fill", filling).picture((0.0, 1.0))
    assert np.array_equal(picture[filling.mask == 0], filling.truth_HWC[filling.mask == 0])


def test_presets_open_close_and_single_out_each_level() -> None:
    assert [(preset.name, preset.gates) for preset in presets(2)] == [
        ("all", (1.0, 1.0)),
        ("without 1", (0.0, 1.0)),
        ("without 2", (1.0, 0.0)),
        ("only 1", (1.0, 0.0)),
        ("only 2", (0.0, 1.0)),
        ("none", (0.0, 0.0)),
    ]


def test_ablation_starts_with_all_gates_and_tells_changes_against_it(folder: Path, enlarging: Case) -> None:
    lab = gated(folder, "classic", enlarging)
    rows = ablate(lab)
    assert rows[0].change.psnr == rows[0].change.ssim == 0
    for row in rows:
        assert np.array_equal(row.picture_HWC, lab.picture(row.gates))
        assert row.change.psnr == pytest.approx(row.score.psnr - rows[0].score.psnr)


def test_ablation_of_a_finder_is_told_in_marks(folder: Path, finding: Case) -> None:
    rows = ablate(gated(folder, "find", finding))
    assert [row.name for row in rows] == ["all", "without 1", "without 2", "only 1", "only 2", "none"]
    assert all(isinstance(row.score, MarkScore) and isinstance(row.change, MarkScore) for row in rows)
    assert all(row.picture_HWC.shape == finding.truth_HWC.shape for row in rows)


def test_marks_are_scored_with_tolerance_and_what_cannot_be_told_left_out(finding: Case) -> None:
    assert score_of(finding, finding.truth_HWC) == MarkScore(1, 1, 1)
    thick = np.zeros_like(finding.truth_HWC)
    thick[28:34, 10:70] = 1  # two pixels beyond the line on each side
    assert score_of(finding, thick) == MarkScore(1, 1, 1)
    half = thick.copy()
    half[:, 40:] = 0
    assert score_of(finding, half).precision == 1
    assert score_of(finding, half).recall == pytest.approx(32 / 60)  # 30 marked, 2 within tolerance
    wrong = thick.copy()
    wrong[60:66, 10:70] = 1
    assert (score_of(finding, wrong).precision, score_of(finding, wrong).recall) == (0.5, 1)
    assert change_of(score_of(finding, wrong), score_of(finding, thick)).precision == -0.5
    assert score_of(finding, 0.49 * thick).recall == 0, "half and more is marked"


def test_a_truth_shows_damage_in_white_and_what_cannot_be_told_in_gray(finding: Case) -> None:
    assert finding.truth_HWC.shape == (72, 88, 3)
    assert [float(finding.truth_HWC[row, 20, 0]) for row in (20, 29, 30)] == [0, 0.25, 1]


def test_a_network_without_skips_has_nothing_to_ablate(folder: Path, enlarging: Case) -> None:
    with pytest.raises(RequestImpossible, match="no skip connections"):
        ablate(gated(folder, "blind", enlarging))
    with pytest.raises(RequestImpossible, match="takes 0 gates"):
        gated(folder, "blind", enlarging).picture((1.0,))


def test_a_network_for_something_else_is_refused(folder: Path, filling: Case) -> None:
    with pytest.raises(RequestImpossible, match="trained to upscale, not to inpaint"):
        gated(folder, "classic", filling)
    with pytest.raises(RequestImpossible, match="enlarges by 4"):
        gated(folder, "classic", enlarging_case(texture(96, 128), 2))


def test_scores_equal_those_of_scikit_image(enlarging: Case) -> None:
    noisy = np.clip(enlarging.truth_HWC + np.random.default_rng(1).normal(0, 0.05, enlarging.truth_HWC.shape), 0, 1)
    score = score_of(enlarging, noisy.astype(np.float32))
    first, second = (luma(picture)[4:-4, 4:-4] for picture in (noisy.astype(np.float32), enlarging.truth_HWC))
    assert score.psnr == pytest.approx(peak_signal_noise_ratio(second, first, data_range=1))
    full, similar = structural_similarity(
        first, second, data_range=1, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, full=True
    )
    assert full == pytest.approx(score.ssim, abs=2e-2)
    assert similar[5:-5, 5:-5].mean() == pytest.approx(score.ssim, abs=1e-6)


def test_blur_is_less_sharp(enlarging: Case) -> None:
    truth = enlarging.truth_HWC
    blurred = (truth + np.roll(truth, 1, 0) + np.roll(truth, 1, 1)) / 3
    assert sharpness_of(blurred) < 0.7 * sharpness_of(truth)


def test_numbers_that_cross_are_those_of_the_tensors(folder: Path, enlarging: Case, finding: Case) -> None:
    for name in ("classic", "unpool", "blind", "find"):
        case = finding if name == "find" else enlarging
        lab = gated(folder, name, case)
        anatomy = anatomy_of(lab.card.config, case.input_extent, case.scale)
        encoded = lab.network.encode(lab.batch(), scale=case.scale)
        assert anatomy.output_numbers == lab.network.decode(encoded).numel()
        assert [level.numbers for level in anatomy.levels] == [feature.numel() for feature in encoded.features]
        assert anatomy.bottleneck_numbers == encoded.features[-1].numel()
        crossing = [position.numel() for position in encoded.positions if position is not None]
        assert anatomy.position_numbers == sum(crossing)
        assert anatomy.skip_numbers == (0 if name == "blind" else sum(f.numel() for f in encoded.features[:-1]))


def test_the_product_kinds_are_counted_too(folder: Path) -> None:
    config = UNetConfig(widths=(8, 8), blocks=(1, 1), stem="low_res", encoder="residual", head="linear", scales=(2, 4))
    anatomy = anatomy_of(config, Extent(31, 40), 4)
    assert (anatomy.levels[0].height, anatomy.levels[0].width) == (32, 40)
    assert anatomy.guess_is_added


def test_the_strongest_maps_come_first(folder: Path, enlarging: Case) -> None:
    maps = strongest_maps(gated(folder, "classic", enlarging), 2, count=5)
    assert len(maps) == 5
    assert [found.strength for found in maps] == sorted((found.strength for found in maps), reverse=True)
    assert maps[0].map_HW.shape == (48, 64)
    assert 0 <= maps[0].map_HW.min() <= maps[0].map_HW.max() <= 1
    with pytest.raises(RequestImpossible, match="levels 1 to 3"):
        strongest_maps(gated(folder, "classic", enlarging), 4)


def test_what_lies_beyond_the_receptive_field_changes_nothing(folder: Path) -> None:
    config = UNetConfig(task="inpaint", scales=(1,), widths=(4, 4), blocks=(1, 1), head="sigmoid")
    save_random(folder, "narrow", config)
    case = filling_case(texture(72, 88), mask_with(72, 88, (2, 2, 6, 6)))
    lab = gated(folder, "narrow", case)
    field = receptive_field(lab, 40, 44)
    assert 0 < field.noticeable_reach_px <= field.reach_px <= field.theory_px
    changed = case.truth_HWC.copy()
    far = np.abs(np.arange(72) - 40) > field.reach_px
    changed[far] = 1 - changed[far]
    other = gated(folder, "narrow", filling_case((255 * changed).round().astype(np.uint8), case.mask))
    assert np.allclose(lab.full_run()[40, 44], other.full_run()[40, 44], atol=1e-6)
    assert lab.network.training is False


def test_a_finder_has_a_receptive_field_too(folder: Path, finding: Case) -> None:
    field = receptive_field(gated(folder, "find", finding), 40, 44)
    assert 0 < field.noticeable_reach_px <= field.reach_px <= field.theory_px
    assert field.map_HW.shape == (72, 88)


def test_the_spectrum_shows_a_wave_at_its_frequency() -> None:
    columns = np.arange(128)
    wave = 0.5 + 0.4 * np.sin(2 * np.pi * columns / 8)
    picture = np.broadcast_to(wave[None, :, None], (96, 128, 3)).astype(np.float32)
    spectrum = radial_spectrum("wave", picture)
    peak = spectrum.frequency[int(np.argmax(spectrum.power_db))]
    assert peak == pytest.approx(1 / 8, abs=0.01)


def test_a_checkerboard_is_found_at_its_period_and_shown(enlarging: Case) -> None:
    truth = np.full_like(enlarging.truth_HWC, 0.5)
    board = np.add.outer(np.arange(96), np.arange(128)) % 2
    picture = truth + (board[..., None] - 0.5).astype(np.float32) * 0.1
    found = checkerboards_of(picture, truth)
    assert found[0].share == pytest.approx(1)
    assert found[0].amplitude == pytest.approx(0.05 * 219, rel=1e-3)
    assert checkerboards_of(truth, truth)[0].amplitude == 0
    assert np.abs(checkerboard_shown(picture)[10, 10] - 0.5).max() > 0.2
    assert np.allclose(checkerboard_shown(truth), 0.5)


def test_the_bench_runs_every_network_on_the_same_case(folder: Path, enlarging: Case) -> None:
    entries = bench(enlarging, [folder / "classic.safetensors", folder / "unpool.safetensors"])
    assert [entry.upsampling for entry in entries] == ["bilinear", "unpool"]
    assert [entry.positions_cross for entry in entries] == [False, True]


def test_every_value_prints_as_json_without_its_pictures(folder: Path, enlarging: Case) -> None:
    lab = gated(folder, "classic", enlarging)
    values = (
        ablate(lab),
        receptive_field(lab, 3, 4),
        strongest_maps(lab, 1),
        bench(enlarging, [folder / "blind.safetensors"]),
    )
    text = json.dumps(figures_of(values), allow_nan=False)
    assert "picture_HWC" not in text
    assert "map_HW" not in text
    assert '"change": {"psnr": 0.0' in text


def test_a_crop_that_is_too_small_or_without_a_hole_is_refused() -> None:
    with pytest.raises(RequestImpossible, match="at least 64"):
        enlarging_case(texture(63, 200), 4)
    with pytest.raises(RequestImpossible, match="nothing is marked"):
        filling_case(texture(70, 80), mask_with(70, 80))
    with pytest.raises(RequestImpossible, match="at least 64"):
        finding_case(OldPhoto(texture(63, 200), mask_with(63, 200)))

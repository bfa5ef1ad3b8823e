"""Tables measure what they say, on what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.engine.task import Choices
from desktop_unet.errors import FileMissing, NoPhotos, NotAFolder, ShapesDiffer
from desktop_unet.evaluation.inpaint_scores import evaluate_inpaint, hole_cases, score_fill
from desktop_unet.evaluation.pairs import damage_photo, find_pairs, find_photos, read_pair
from desktop_unet.evaluation.sheet import Panel, difference_panel, draw_sheet
from desktop_unet.evaluation.upscale_scores import enlarge_bicubic, evaluate_upscale
from desktop_unet.evaluation.variant_comparison import compare_variants
from desktop_unet.imaging.damage import Damage
from desktop_unet.imaging.holes import KINDS
from desktop_unet.imaging.metrics import psnr_y
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import code_to_unit
from tests.engine.networks import UPSCALE, photo, save_identity, save_product, save_random, texture


@pytest.fixture
def folder(tmp_path) -> Path:
    place = tmp_path / "photos"
    place.mkdir()
    for seed in range(2):
        Image.fromarray(texture(62, 91, seed=seed)).save(place / f"photo{seed}.png")
    (place / "notes.txt").write_text("not a photo")
    return place


def test_a_plain_folder_is_made_small_after_cutting_to_a_multiple(folder):
    pairs = find_pairs(folder, 4)
    assert [pair.name for pair in pairs] == ["photo0", "photo1"]
    low, truth = read_pair(pairs[0], 4)
    assert (low.height, low.width) == (15, 22)
    assert truth.extent == low.extent.scaled(4)
    assert np.array_equal(truth.pixels, texture(62, 91)[:60, :88])


def test_given_low_resolution_files_are_used(folder):
    inner = folder / "x2"
    inner.mkdir()
    Image.fromarray(texture(40, 60)).save(inner / "img_HR.png")
    Image.fromarray(np.zeros((20, 30, 3), np.uint8)).save(inner / "img_LR.png")
    (pair,) = find_pairs(folder, 2)
    low, truth = read_pair(pair, 2)
    assert not low.pixels.any()
    assert np.array_equal(truth.pixels, texture(40, 60))


def test_folders_without_photos_are_refused(tmp_path):
    with pytest.raises(NoPhotos):
        find_pairs(tmp_path, 2)
    with pytest.raises(FileMissing):
        find_photos(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(NotAFolder):
        find_photos(tmp_path / "file")


def test_a_network_of_first_guesses_scores_as_bicubic(folder, tmp_path):
    card = save_identity(tmp_path / "networks")
    steps = []
    table = evaluate_upscale(folder, 2, Choices(card=card, precision="fp32", device="cpu"), steps.append)
    assert [step.done for step in steps] == [0, 1]
    for score in (*table.scores, table.mean):
        assert score.psnr == pytest.approx(score.bicubic_psnr, abs=0.02)
        assert score.ssim == pytest.approx(score.bicubic_ssim, abs=1e-3)
    assert table.mean.psnr == pytest.approx(np.mean([score.psnr for score in table.scores]))


def test_cleaning_up_is_scored_beside_the_damaged_photo(folder, tmp_path):
    card = save_identity(tmp_path / "networks")
    here = Choices(card=card, precision="fp32", device="cpu")
    clean = evaluate_upscale(folder, 1, here)
    assert clean.mean.bicubic_psnr == float("inf")
    table = evaluate_upscale(folder, 1, here, damage=Damage(noise=20.0))
    luma = 20 * np.linalg.norm([65.481, 128.553, 24.966]) / 255  # of noise that each channel has for itself
    assert table.mean.bicubic_psnr == pytest.approx(-20 * np.log10(luma / 255), abs=0.2)
    assert table.mean.psnr == pytest.approx(table.mean.bicubic_psnr, abs=0.02)


def test_the_network_is_told_what_the_evaluation_asks_for(folder, tmp_path):
    card = save_random(tmp_path / "networks", "upscale", UPSCALE)
    here, damage = Choices(card=card, precision="fp32", device="cpu"), Damage(noise=30.0, quality=30)
    tables = {s: evaluate_upscale(folder, 2, here, strength=s, damage=damage) for s in (0.0, 0.4, None)}
    assert {s: table.mean.strength for s, table in tables.items() if s is not None} == {0.0: 0.0, 0.4: 0.4}
    assert tables[0.0].mean.psnr != tables[0.4].mean.psnr
    assert tables[0.0].mean.bicubic_psnr == tables[0.4].mean.bicubic_psnr
    assert evaluate_upscale(folder, 2, here).mean.strength == 0


def test_damage_keeps_gray_gray_and_takes_16_bits(folder):
    gray = Photo(np.repeat(texture(40, 61, np.uint16)[..., :1], 3, axis=2), is_gray=True)
    first, again, other = (damage_photo(gray, Damage(noise=10.0, quality=50), seed) for seed in (1, 1, 2))
    assert first.extent == gray.extent
    assert np.ptp(first.pixels, axis=2).max() == 0
    assert np.array_equal(first.pixels, again.pixels)
    assert not np.array_equal(first.pixels, other.pixels)


def test_bicubic_on_set5_is_what_everyone_reports(shared_data):
    for scale, expected in ((2, 33.68), (4, 28.43)):
        scores = []
        for files in find_pairs(shared_data / "bench" / "Set5", scale):
            low, truth = read_pair(files, scale)
            scores.append(psnr_y(enlarge_bicubic(low, truth.extent), code_to_unit(truth.pixels), scale))
        assert len(scores) == 5
        assert np.mean(scores) == pytest.approx(expected, abs=0.03)


def test_holes_are_the_same_in_every_run(folder):
    files = find_photos(folder)
    first, second = ([case.mask for case in hole_cases(files, KINDS, seed=4)] for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    other = [case.mask for case in hole_cases(files, KINDS[:1], seed=5)]
    assert not np.array_equal(first[0], other[0])


def test_only_the_hole_is_scored(folder):
    case = next(hole_cases(find_photos(folder), ("square 15%",), seed=0))
    pixels = case.photo.pixels.copy()
    pixels[case.mask == 0] = 0
    assert score_fill(case, Photo(pixels)).psnr == float("inf")


def test_inpainting_has_a_mean_for_each_kind_of_mask(folder, tmp_path):
    card = save_product(tmp_path / "networks") / "inpaint-skip.safetensors"
    table = evaluate_inpaint(folder, Choices(card=card, precision="fp32", device="cpu"), kinds=KINDS[:2])
    assert [mean.kind for mean in table.means] == list(KINDS[:2])
    assert len(table.scores) == 4
    assert table.means[0].psnr == pytest.approx(np.mean([s.psnr for s in table.scores if s.kind == KINDS[0]]))


def test_both_variants_of_a_task_are_compared(tmp_path, monkeypatch):
    from desktop_unet.engine.task import UpscaleRequest

    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(save_product(tmp_path)))
    request = UpscaleRequest(photo(40, 57), 2, 0.0, Choices(precision="fp32", device="cpu"))
    comparison = compare_variants(request, photo(80, 114))
    assert [result.card for result in comparison.results] == ["upscale-skip", "upscale-no-skip"]
    assert comparison.scores["skip"] != comparison.scores["no-skip"]
    with pytest.raises(ShapesDiffer):
        compare_variants(request, photo(80, 115))


def test_a_sheet_shows_every_panel_at_its_size():
    pictures = [np.full((50, 70, 3), value, np.float32) for value in (0.2, 0.4, 0.6)]
    panels = [Panel((f"panel {number}", ""), picture) for number, picture in enumerate(pictures)]
    sheet = draw_sheet([*panels, difference_panel(pictures[1], pictures[0])])
    for value in (51, 102, 153, 255):
        assert (sheet == value).all(axis=2).sum() >= 50 * 70
    # The captions are drawn, not left out for want of a font.
    assert (sheet > 200).all(axis=2).sum() > 50 * 70


def test_equal_pictures_differ_by_middle_gray():
    same = np.full((4, 5, 3), 0.3, np.float32)
    assert (difference_panel(same, same).picture_HWC == 0.5).all()

"""The command line: words in, exit codes and one line out, as scripts depend on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet import __main__ as program
from desktop_unet.__main__ import main
from desktop_unet.errors import DisplayMissing
from desktop_unet.imaging.codec import read_extent
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.mask import write_mask
from desktop_unet.imaging.sampling import SAMPLING
from tests.engine.networks import mask_with, save_identity, save_product, texture


def run(capsys, *words: object) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of one command."""
    code = main([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_upscale_writes_a_larger_photo(place, capsys):
    code, out, err = run(capsys, "upscale", place / "photo.png", place / "out.png", "--scale", 2)
    assert (code, err) == (0, "")
    assert read_extent(place / "out.png") == Extent(120, 166)
    assert "166 × 120" in out


def test_inpaint_changes_what_the_mask_marks_only(place, capsys):
    words = ("inpaint", place / "photo.png", place / "out.png", "--mask", place / "mask.png")
    assert run(capsys, *words)[0] == 0
    before, after = (np.asarray(Image.open(place / name)) for name in ("photo.png", "out.png"))
    mask = np.asarray(Image.open(place / "mask.png"))
    assert np.array_equal(before[mask == 0], after[mask == 0])
    assert not np.array_equal(before[mask > 0], after[mask > 0])


def test_scratches_are_found_and_filled_without_a_mask(place, capsys):
    pixels = np.full((90, 150, 3), 90, np.uint8)
    pixels[40:43, 10:140] = 250
    Image.fromarray(pixels).save(place / "scratched.png")
    words = ("inpaint", place / "scratched.png", place / "out.png", "--mask", "auto")
    assert run(capsys, *words, "--mask-threshold", "0.3")[0] == 0
    after = np.asarray(Image.open(place / "out.png"))
    assert (after[40:43, 10:140] != 250).all()
    assert np.array_equal(after[:30], pixels[:30])
    assert np.array_equal(after[50:], pixels[50:])


def test_each_way_of_filling_gives_its_own_fill(place, capsys):
    Image.fromarray(mask_with(60, 83, (15, 20, 45, 60))).save(place / "mask.png")
    fills = {}
    for how in ("smooth", "texture"):
        words = ("inpaint", place / "photo.png", place / f"{how}.png", "--mask", place / "mask.png", "--fill", how)
        assert run(capsys, *words)[0] == 0
        fills[how] = np.asarray(Image.open(place / f"{how}.png"))
    assert not np.array_equal(fills["smooth"], fills["texture"])


def test_areas_saved_in_the_mask_are_gone_by_unless_others_are_named(place, capsys, monkeypatch):
    asked = []
    monkeypatch.setattr("desktop_unet.cli.restore.run_request", lambda request, shown: asked.append(request))
    sampling = np.zeros((60, 83), np.uint8)
    sampling[:10] = SAMPLING["never"]
    mask = mask_with(60, 83, (20, 30, 30, 50))
    write_mask(mask, place / "saved.png", sampling=sampling)
    words = ("inpaint", place / "photo.png", place / "out.png", "--mask")
    for more in (("saved.png",), ("mask.png",), ("saved.png", "--borrow-from", place / "mask.png")):
        assert run(capsys, *words, place / more[0], *more[1:])[0] == 1  # nothing came of what was asked
    from_file, none, named = (request.sources for request in asked)
    assert np.array_equal(from_file > 0, sampling == 0)
    assert none is None
    assert np.array_equal(named > 0, mask > 0)


def test_json_is_one_object_with_the_promised_names(place, capsys):
    words = ("upscale", place / "photo.png", place / "out.png", "--scale", 3, "--json", "--variant", "no-skip")
    code, out, err = run(capsys, *words)
    facts = json.loads(out)
    assert (code, err) == (0, "")
    assert list(facts) == [
        "output", "height", "width", "seconds", "peak_rss_mib", "device", "precision", "tiles", "card", "strength",
        "notes",
    ]  # fmt: skip
    assert (facts["height"], facts["width"], facts["card"]) == (180, 249, "upscale-no-skip")
    assert facts["output"] == str(place / "out.png")


def test_the_strength_is_looked_for_unless_it_is_given(place, capsys):
    """The photo of these tests is noisy: half its strength is told apart from all of it."""

    def told(*words: object) -> dict[str, object]:
        out = run(
            capsys, "upscale", place / "photo.png", place / "out.png", "--scale", 2, "--overwrite", "--json", *words
        )
        return json.loads(out[1])

    found = told()
    assert found["strength"] == pytest.approx(12.75 / 40, abs=0.06)
    assert found["notes"] == [f"Noise or JPEG damage was found: {round(100 * found['strength'])} %."]
    assert told("--strength", "auto") | {"seconds": 0, "peak_rss_mib": 0} == found | {"seconds": 0, "peak_rss_mib": 0}
    given = told("--strength", "0.25")
    assert (given["strength"], given["notes"]) == (0.25, [])
    assert told("--strength", "0")["strength"] == 0


def test_a_network_that_has_learnt_it_cleans_up_without_enlarging(place, capsys):
    card = save_identity(place / "own")
    code, out, err = run(
        capsys, "upscale", place / "photo.png", place / "out.png", "--scale", 1, "--card", card, "--json"
    )
    assert (code, err) == (0, "")
    assert json.loads(out)["strength"] == 0  # this network takes none
    before, after = (np.asarray(Image.open(place / name)) for name in ("photo.png", "out.png"))
    assert np.array_equal(before, after)
    folder = place / "photos"
    folder.mkdir()
    Image.fromarray(texture(64, 90)).save(folder / "p.png")
    words = ("evaluate", "upscale", folder, "--scale", 1, "--quality", 10, "--card", card)
    facts = json.loads(run(capsys, *words, "--json")[1])
    assert facts["mean"]["psnr"] == pytest.approx(facts["mean"]["bicubic_psnr"], abs=0.02)
    table = run(capsys, *words)[1]
    assert "before" in table
    assert "bicubic" not in table


def test_compare_says_the_strength_too(place, capsys):
    words = ("compare", place / "photo.png", place / "sheet.png", "--overwrite", "--json")
    assert json.loads(run(capsys, *words, "--scale", 2, "--strength", 0.5)[1])["strength"] == 0.5
    found = json.loads(run(capsys, *words, "--scale", 2)[1])
    assert found["strength"] > 0.2
    assert len(found["notes"]) == 1
    assert "strength" not in json.loads(run(capsys, *words, "--mask", place / "mask.png")[1])


def test_masks_are_inverted_grown_and_scaled_as_asked(place, capsys):
    negative = 255 - np.asarray(Image.open(place / "mask.png"))
    half = Image.fromarray(negative).resize((42, 30), Image.Resampling.NEAREST)
    half.save(place / "half.png")
    words = ("inpaint", place / "photo.png", place / "out.png", "--mask", place / "half.png")
    assert "--scale-mask" in run(capsys, *words)[2]
    assert run(capsys, *words, "--scale-mask", "--invert-mask", "--grow", 4)[0] == 0
    before, after = (np.asarray(Image.open(place / name)) for name in ("photo.png", "out.png"))
    changed = (before != after).any(axis=2)
    assert changed[17:33, 27:53].mean() > 0.8
    assert changed.sum() <= 20 * 30


def test_a_mask_of_the_wrong_polarity_is_hinted_at(place, capsys):
    words = ("inpaint", place / "photo.png", place / "out.png", "--mask", place / "mask.png", "--invert-mask")
    code, out, _ = run(capsys, *words)
    assert code == 0
    assert "note: The mask marks 96 % of the photo" in out


def test_quiet_says_nothing(place, capsys):
    words = ("upscale", place / "photo.png", place / "out.png", "--scale", 2, "--quiet")
    assert run(capsys, *words) == (0, "", "")


def test_a_photo_that_breaks_off_is_enlarged_as_far_as_it_goes_and_that_is_said(place, capsys):
    cut = place / "cut.jpg"
    Image.fromarray(texture(200, 300)).save(cut, quality=95)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    code, out, err = run(capsys, "upscale", cut, place / "out.png", "--scale", 2)
    assert code == 0
    assert "damaged or cut short" in out + err
    with Image.open(place / "out.png") as enlarged:
        assert enlarged.size == (600, 400)


def bad_inputs(place: Path) -> dict[str, Path]:
    files = {name: place / f"{name}.png" for name in ("empty", "text", "other_size", "black", "white")}
    files["empty"].write_bytes(b"")
    files["text"].write_text("this is not a photo")
    Image.fromarray(mask_with(61, 83, (20, 30, 30, 50))).save(files["other_size"])
    Image.fromarray(mask_with(60, 83)).save(files["black"])
    Image.fromarray(mask_with(60, 83, (0, 0, 60, 83))).save(files["white"])
    files["missing"] = place / "missing.png"
    files["folder"] = place / "folder"
    files["folder"].mkdir()
    files["cut"] = place / "cut.jpg"
    Image.fromarray(texture(200, 300)).save(files["cut"], quality=95)
    files["cut"].write_bytes(files["cut"].read_bytes()[:400])
    files["spotless"] = place / "spotless.png"
    Image.fromarray(np.full((60, 83, 3), 90, np.uint8)).save(files["spotless"])
    files["damaged"] = place / "damaged.safetensors"
    files["damaged"].write_bytes(b"\x10\0\0\0\0\0\0\0not a header....")
    return files


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        (lambda bad: ("upscale", bad["missing"], "OUT", "--scale", 2), "missing.png"),
        (lambda bad: ("upscale", bad["folder"], "OUT", "--scale", 2), "folder"),
        (lambda bad: ("upscale", bad["empty"], "OUT", "--scale", 2), "empty.png"),
        (lambda bad: ("upscale", bad["cut"], "OUT", "--scale", 2), "cut.jpg"),
        (lambda bad: ("upscale", bad["text"], "OUT", "--scale", 2), "text.png"),
        (lambda bad: ("inpaint", "IN", "OUT", "--mask", bad["other_size"]), "other_size.png"),
        (lambda bad: ("inpaint", "IN", "OUT", "--mask", bad["black"]), "black.png"),
        (lambda bad: ("inpaint", "IN", "OUT", "--mask", bad["white"]), "white.png"),
        (lambda bad: ("inpaint", "IN", "OUT", "--mask", bad["black"], "--invert-mask"), "black.png"),
        (lambda bad: ("inpaint", "IN", "OUT", "--mask", "IN"), "not a mask"),
        (lambda bad: ("compare", "IN", "OUT", "--mask", "IN"), "not a mask"),
        (lambda bad: ("inpaint", "IN", "OUT", "--mask", bad["missing"]), "missing.png"),
        (lambda bad: ("inpaint", bad["spotless"], "OUT", "--mask", "auto"), "spotless.png"),
        (lambda bad: ("upscale", "IN", "OUT", "--scale", 2, "--card", "no-such"), "no-such"),
        (lambda bad: ("upscale", "IN", "OUT", "--scale", 2, "--card", bad["damaged"]), "damaged.safetensors"),
        (lambda bad: ("upscale", "IN", "IN", "--scale", 2, "--overwrite"), "photo.png"),
        (lambda bad: ("upscale", "IN", "TAKEN", "--scale", 2), "taken.png"),
        (lambda bad: ("upscale", "IN", bad["folder"] / "none" / "out.png", "--scale", 2), "out.png"),
        (lambda bad: ("upscale", "IN", bad["folder"] / "out.xyz", "--scale", 2), "out.xyz"),
        (lambda bad: ("upscale", "IN", "OUT", "--scale", 1), "x2, x3, x4"),
        (lambda bad: ("upscale", "IN", "OUT", "--scale", 2, "--gates", "1,1,1"), "one gate for each"),
        (lambda bad: ("upscale", "IN", "OUT", "--scale", 2, "--device", "cuda:77"), "cuda:77"),
        (lambda bad: ("upscale", "IN", "OUT", "--scale", 2, "--card", "inpaint-skip"), "inpaint-skip"),
        (lambda bad: ("compare", "IN", "TAKEN", "--scale", 2), "taken.png"),
        (lambda bad: ("compare", "IN", "OUT", "--scale", 2, "--truth", "IN"), "60 × 83"),
        (lambda bad: ("evaluate", "upscale", bad["missing"], "--scale", 2), "missing"),
        (lambda bad: ("evaluate", "inpaint", bad["folder"]), "folder"),
        (lambda bad: ("weights", "show", "no-such"), "no-such"),
    ],
)
def test_failures_are_one_line_and_touch_nothing(place, capsys, wrong, names):
    (place / "taken.png").write_bytes(b"someone's work")
    standing = {"IN": place / "photo.png", "OUT": place / "out.png", "TAKEN": place / "taken.png"}
    words = [standing.get(word, word) if isinstance(word, str) else word for word in wrong(bad_inputs(place))]
    before = contents(place)
    code, out, err = run(capsys, *words)
    assert code == 1
    assert out == ""
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert names in err
    assert contents(place) == before


@pytest.mark.parametrize(
    "words",
    [
        ("upscale",),
        ("upscale", "a.png", "b.png"),
        ("upscale", "a.png", "b.png", "--scale", "5"),
        ("upscale", "a.png", "b.png", "--scale", "2", "--strength", "2"),
        ("upscale", "a.png", "b.png", "--scale", "2", "--strength", "-0.1"),
        ("upscale", "a.png", "b.png", "--scale", "2", "--strength", "nan"),
        ("upscale", "a.png", "b.png", "--scale", "2", "--strength", "much"),
        ("compare", "a.png", "b.png", "--scale", "2", "--strength", "much"),
        ("evaluate", "upscale", "dir", "--scale", "2", "--strength", "much"),
        ("evaluate", "upscale", "dir", "--scale", "2", "--quality", "0"),
        ("upscale", "a.png", "b.png", "--scale", "2", "--gates", "one"),
        ("upscale", "a.png", "b.png", "--scale", "2", "--tile", "big"),
        ("upscale", "a.png", "b.png", "--scale", "2", "--card", "x", "--variant", "skip"),
        ("upscale", "a.png", "b.png", "--scale", "2", "--no-such-option"),
        ("inpaint", "a.png", "b.png"),
        ("inpaint", "a.png", "b.png", "--mask", "m.png", "--mask-threshold", "0.4"),
        ("inpaint", "a.png", "b.png", "--mask", "auto", "--mask-threshold", "1.4"),
        ("inpaint", "a.png", "b.png", "--mask", "m.png", "--fill", "rough"),
        ("compare", "a.png", "b.png"),
        ("compare", "a.png", "b.png", "--scale", "2", "--mask", "m.png"),
        ("compare", "a.png", "b.png", "--mask", "m.png", "--strength", "0.5"),
        ("evaluate", "nothing", "dir"),
        ("enlarge",),
        ("--no-such-option",),
    ],
)
def test_wrong_usage_ends_with_2_and_says_how_to_get_help(capsys, words):
    code, out, err = run(capsys, *words)
    assert code == 2
    assert out == ""
    assert "--help" in err


def test_an_existing_output_is_replaced_when_asked(place, capsys):
    (place / "out.png").write_bytes(b"old")
    assert run(capsys, "upscale", place / "photo.png", place / "out.png", "--scale", 2, "--overwrite")[0] == 0
    assert read_extent(place / "out.png") == Extent(120, 166)


def test_interruption_ends_with_130_and_leaves_nothing(place, capsys, monkeypatch):
    from desktop_unet.engine import tile_runner

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(tile_runner, "predict", interrupt)
    before = contents(place)
    assert run(capsys, "upscale", place / "photo.png", place / "out.png", "--scale", 2) == (130, "", "")
    assert contents(place) == before


def test_a_defect_is_one_line_and_its_traceback_goes_to_the_log(place, capsys, monkeypatch, user_folders):
    from desktop_unet.engine import tile_runner
    from desktop_unet.paths import user_log_dir

    monkeypatch.setattr(tile_runner, "predict", lambda *_, **__: {}["nowhere"])
    code, out, err = run(capsys, "upscale", place / "photo.png", place / "out.png", "--scale", 2)
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert "KeyError: 'nowhere'" in (user_log_dir() / "command-line.log").read_text()


def test_compare_draws_four_panels_and_scores_them_where_the_truth_is_known(place, capsys):
    Image.fromarray(texture(120, 166)).save(place / "truth.png")
    words = (
        "compare",
        place / "photo.png",
        place / "sheet.png",
        "--scale",
        2,
        "--truth",
        place / "truth.png",
        "--json",
    )
    code, out, _ = run(capsys, *words)
    facts = json.loads(out)
    assert code == 0
    assert set(facts["scores"]) == {"input", "skip", "no-skip"}
    assert facts["card"] == ["upscale-skip", "upscale-no-skip"]
    sheet = read_extent(place / "sheet.png")
    assert sheet.width >= 2 * 166
    assert sheet.height >= 2 * 120
    assert sheet == Extent(facts["height"], facts["width"])


def test_compare_shows_fills_too(place, capsys):
    words = ("compare", place / "photo.png", place / "sheet.png", "--mask", place / "mask.png")
    assert run(capsys, *words)[0] == 0
    assert (place / "sheet.png").is_file()


def test_evaluate_prints_a_table_or_one_object(place, capsys):
    folder = place / "photos"
    folder.mkdir()
    for seed in (1, 2):
        Image.fromarray(texture(64, 90, seed=seed)).save(folder / f"p{seed}.png")
    code, out, _ = run(capsys, "evaluate", "upscale", folder, "--scale", 2)
    assert code == 0
    assert "bicubic" in out
    assert "mean" in out
    facts = json.loads(run(capsys, "evaluate", "upscale", folder, "--scale", 2, "--json")[1])
    assert [photo["name"] for photo in facts["photos"]] == ["p1", "p2"]
    means = [photo["psnr"] for photo in facts["photos"]]
    assert facts["mean"]["psnr"] == pytest.approx(sum(means) / 2)


def test_evaluate_judges_looks_or_says_what_is_missing(place, capsys, monkeypatch):
    from desktop_unet.evaluation import perceptual

    folder = place / "photos"
    folder.mkdir()
    Image.fromarray(texture(70, 93)).save(folder / "one.png")
    words = ("evaluate", "upscale", folder, "--scale", 2, "--perceptual")
    if perceptual.package_file(perceptual.PACKAGE, perceptual.WEIGHTS) is not None:
        code, out, _ = run(capsys, *words)
        assert code == 0
        assert "ST-LPIPS" in out
        assert "A step from 40 to 215 comes out between" in out
        facts = json.loads(run(capsys, *words, "--json")[1])
        assert facts["photos"][0]["looks"]["st_lpips"] > 0
        assert facts["photos"][0]["looks"]["niqe"] is None, "the photo is too small"
        assert len(facts["step_range"]) == 2
    perceptual.load_judge.cache_clear()
    monkeypatch.setattr(perceptual, "package_file", lambda package, name: None)
    code, _, err = run(capsys, *words)
    assert code == 1
    assert err.startswith("error: stlpips_pytorch:")


def test_evaluate_damages_first_and_says_how(place, capsys):
    folder = place / "photos"
    folder.mkdir()
    for seed in (1, 2):
        Image.fromarray(texture(64, 90, seed=seed)).save(folder / f"p{seed}.png")
    words = ("evaluate", "upscale", folder, "--scale", 2)
    clean = json.loads(run(capsys, *words, "--json")[1])
    damage = ("--noise", 15, "--quality", 40, "--strength", "auto")
    damaged = json.loads(run(capsys, *words, *damage, "--json")[1])
    assert (clean["strength"], clean["noise"], clean["quality"]) == (0, 0, None)
    assert (damaged["strength"], damaged["noise"], damaged["quality"]) == ("auto", 15, 40)
    assert damaged["mean"]["bicubic_psnr"] < clean["mean"]["bicubic_psnr"] - 1
    assert json.loads(run(capsys, *words, *damage, "--json")[1])["photos"] == damaged["photos"]
    other = json.loads(run(capsys, *words, *damage, "--seed", 7, "--json")[1])
    assert other["mean"]["bicubic_psnr"] != damaged["mean"]["bicubic_psnr"]
    title = run(capsys, *words, *damage)[1]
    assert "noise 15, JPEG 40" in title


def test_weights_are_listed_shown_and_verified(place, capsys, weights_folder):
    facts = json.loads(run(capsys, "weights", "list", "--json")[1])
    names = ["inpaint-no-skip", "inpaint-skip", "upscale-no-skip", "upscale-skip"]
    assert [card["name"] for card in facts["cards"]] == names
    assert all(name in run(capsys, "weights", "list")[1] for name in names)
    assert "parameters: " in run(capsys, "weights", "show", "upscale-skip")[1]
    code, out, err = run(capsys, "weights", "verify")
    assert (code, err) == (0, "")
    assert out.count("intact") == 4


def test_damaged_weights_are_found_and_never_used(place, capsys, monkeypatch, tmp_path):
    folder = save_product(tmp_path / "own")
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(folder))
    path = folder / "upscale-skip.safetensors"
    spoiled = bytearray(path.read_bytes())
    spoiled[-1] ^= 1
    path.write_bytes(spoiled)
    for words in (("weights", "verify"), ("upscale", place / "photo.png", place / "out.png", "--scale", 2)):
        code, _, err = run(capsys, *words)
        assert code == 1
        assert err.count("\n") == 1
        assert "upscale-skip.safetensors" in err
    assert not (place / "out.png").exists()


@pytest.mark.parametrize("words", [[], ["photo.png"], ["folder/photo"], ["a.jpg", "b.jpg"]])
def test_photos_without_a_verb_open_the_window(monkeypatch, words):
    opened = []
    monkeypatch.setattr(program, "_load_window", lambda: lambda photos: opened.append(photos))
    assert main(words) == 0
    assert opened == [words]


def test_a_window_that_cannot_open_is_one_line(monkeypatch, capsys):
    def fail(photos: list[str]) -> int:
        raise DisplayMissing

    monkeypatch.setattr(program, "_load_window", lambda: fail)
    code, out, err = run(capsys)
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("words", [("--help",), ("upscale", "--help"), ("weights", "list", "--help"), ("--version",)])
def test_help_and_version_end_well(capsys, words):
    code, out, err = run(capsys, *words)
    assert (code, err) == (0, "")
    assert "desktop-unet" in out


def test_training_is_handed_to_its_command(monkeypatch, capsys, tmp_path):
    from desktop_unet.training import command

    told = {}

    def record(recipe: str, data: Path, out: Path, wishes: command.Wishes) -> dict[str, object]:
        told.update(vars(wishes), recipe=recipe, data=data, out=out)
        return {"steps": 7, "finished": True, "weights": "w.safetensors", "interrupted": False}

    monkeypatch.setattr(command, "train_command", record)
    words = (
        "train",
        "upscale-skip",
        "--data",
        tmp_path,
        "--out",
        tmp_path / "run",
        "--steps",
        7,
        "--seed",
        3,
        "--json",
    )
    code, out, _ = run(capsys, *words)
    assert code == 0
    assert json.loads(out)["steps"] == 7
    assert (told["recipe"], told["steps"], told["seed"], told["quiet"]) == ("upscale-skip", 7, 3, True)


def test_an_interrupted_training_ends_with_130(monkeypatch, capsys, tmp_path):
    from desktop_unet.training import command

    stopped = {"steps": 7, "finished": False, "weights": "w.safetensors", "interrupted": True}
    monkeypatch.setattr(command, "train_command", lambda *_, **__: stopped)
    code, out, _ = run(capsys, "train", "upscale-skip", "--data", tmp_path, "--out", tmp_path / "run")
    assert code == 130
    assert "continues from there" in out


def test_the_self_check_finds_a_network_that_is_no_better_than_bicubic(place, capsys):
    code, out, err = run(capsys, "self-check", "--quiet")
    assert (code, out) == (1, "")
    assert "upscale-skip" in err
    assert "bicubic" in err
    assert err.count("\n") == 1


def test_the_self_check_wants_every_packed_network(place, capsys, tmp_path, monkeypatch):
    folder = save_product(tmp_path / "own")
    (folder / "inpaint-skip.safetensors").unlink()
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(folder))
    code, _, err = run(capsys, "self-check")
    assert code == 1
    assert "inpaint-skip" in err


def test_a_page_is_read_by_number(place, capsys):
    pages = [Image.fromarray(texture(40 + 10 * number, 50)) for number in range(3)]
    pages[0].save(place / "pages.tif", save_all=True, append_images=pages[1:])
    words = ("upscale", place / "pages.tif", place / "out.png", "--scale", 2)
    assert run(capsys, *words, "--page", 3)[0] == 0
    assert read_extent(place / "out.png") == Extent(120, 100)
    code, _, err = run(capsys, *words, "--page", 4, "--overwrite")
    assert code == 1
    assert "--page goes from 1 to 3" in err


@pytest.mark.parametrize("verb", ["upscale", "inpaint", "compare", "train"])
def test_more_threads_than_the_system_gives_are_refused(place, capsys, verb):
    words = (verb, place / "photo.png", place / "out.png")
    how = ("--scale", 2) if verb == "upscale" else ("--mask", place / "mask.png")
    if verb == "train":
        words, how = (verb, "upscale-skip"), ("--data", place, "--out", place / "run")
    code, _, err = run(capsys, *words, *how, "--threads", 100_000)
    assert (code, err) == (1, "error: 100000 threads are too many, use 256 or fewer.\n")


LONG_NAMES = {"one name": "a" * 6000 + ".png", "many folders": "/".join(["a" * 100] * 60) + ".png"}


@pytest.mark.parametrize("name", LONG_NAMES.values(), ids=LONG_NAMES)
@pytest.mark.parametrize("role", ["IN", "OUT", "--mask", "--card"])
def test_names_that_no_file_can_have_cost_one_sentence(place, capsys, name, role):
    given = {"IN": place / "photo.png", "OUT": place / "out.png", "--mask": place / "mask.png", role: place / name}
    words = [word for option in given.items() for word in option if word not in ("IN", "OUT")]
    code, out, err = run(capsys, "inpaint", *words)
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert "program failed" not in err


@pytest.mark.parametrize("name", ["a" * 6000, "a" * 6000 + ".png"])
def test_a_lone_name_that_no_file_can_have_is_no_crash(name):
    program.asks_for_window([name])


UNHEARD = {
    "cp1252": ("", "> said.txt"),
    "closed stderr": ("", "2>&-"),
    "closed stdout": ("", ">&-"),
    "closed pipe": ("", "| true"),
    "full disk": ("", "> /dev/full"),
    "all closed": ("", "0<&- >&- 2>&-"),
    "cp1252 as JSON": ("--json", "> said.txt"),
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("case", UNHEARD)
def test_a_last_line_that_nobody_hears_fails_no_run(place, case):
    more, where = UNHEARD[case]
    words = f"-m desktop_unet inpaint photo.png 'Việt.png' --mask mask.png {more}"
    command = f"set -o pipefail; '{sys.executable}' {words} {where}"
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    ended = subprocess.run(["bash", "-c", command], cwd=place, env=environment, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert b"error" not in ended.stderr
    assert read_extent(place / "Việt.png") == Extent(60, 83)
    if where.endswith("said.txt"):
        said = (place / "said.txt").read_text("cp1252")
        assert "Việt.png" in (json.loads(said)["output"] if more else said.encode().decode("unicode_escape"))


def test_a_terminal_without_a_cross_gets_an_x(place):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for words, stream in (
        (("upscale", "photo.png", "out.png", "--scale", "2"), "stdout"),
        (("compare", "photo.png", "sheet.png", "--scale", "2", "--truth", "photo.png"), "stderr"),
    ):
        command = [sys.executable, "-m", "desktop_unet", *words]
        ended = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
        assert re.search(r"\d x \d", getattr(ended, stream)), ended

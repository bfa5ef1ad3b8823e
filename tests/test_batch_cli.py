"""``batch``: what scripts depend on, and what is left of a run that was killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import batch_soak
import numpy as np
import pytest
from made_photos import make_noise
from PIL import Image, ImageCms

from desktop_unet.engine.task import Choices
from desktop_unet.imaging.codec import read_extent, read_photo, write_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.mask import write_mask
from desktop_unet.imaging.photo import Metadata, Photo
from desktop_unet.imaging.sampling import SAMPLING
from desktop_unet.models.weights import write_sums
from desktop_unet.studio.batch.jobs import Restore
from desktop_unet.studio.batch.journal import NAME
from desktop_unet.studio.restore_wishes import RestoreWishes
from tests.engine.networks import INPAINT, UPSCALE, mask_with, save_product, save_random, texture
from tests.test_cli import contents, run


@pytest.fixture
def place(tmp_path, monkeypatch, weights_folder) -> Path:
    """A folder ``in`` with three photos, one of them in a folder below, and small networks."""
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(weights_folder))
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for name in ("a.png", "b.jpg", "sub/c.png"):
        Image.fromarray(texture(30, 43)).save(tmp_path / "in" / name)
    return tmp_path


def lines(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_each_photo_is_as_the_single_verb_makes_it(place, capsys) -> None:
    before = contents(place / "in")
    code, out, err = run(capsys, "batch", "upscale", place / "in", place / "out", "--scale", 2)
    assert (code, err) == (0, "")
    assert "3 made, 0 failed" in out
    assert contents(place / "in") == before
    for name in ("a.png", "b.jpg", "sub/c.png"):
        assert run(capsys, "upscale", place / "in" / name, place / Path(name).name, "--scale", 2)[0] == 0
        assert (place / "out" / name).read_bytes() == (place / Path(name).name).read_bytes()


def test_the_same_command_makes_nothing_twice(place, capsys) -> None:
    words = ("batch", "upscale", place / "in", place / "out", "--scale", 2)
    run(capsys, *words)
    before = contents(place / "out")
    assert "0 made, 0 failed, 3 done before" in run(capsys, *words)[1]
    after = contents(place / "out")
    assert {name for name in before if before[name] != after[name]} <= {"report.json", NAME}


def test_names_formats_and_choices_of_photos(place, capsys) -> None:
    words = ("batch", "upscale", place / "in", place / "out", "--scale", 3, "--where", "*.png", "--limit", 1)
    assert run(capsys, *words, "--name", "{stem}-x3{suffix}", "--format", "webp", "--file-quality", 80)[0] == 0
    assert set(contents(place / "out")) == {"a-x3.webp", "report.json", "report.csv", NAME}
    assert read_extent(place / "out" / "a-x3.webp") == Extent(90, 129)


def test_sixteen_bits_profile_and_metadata_are_kept(place, capsys) -> None:
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x3b\0\x02\0\0\0\x04Ada\0\0\0\0\0"
    deep = texture(17, 20).astype(np.uint16) * 257 - 3
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (place / "deep").mkdir()
    write_photo(Photo(deep, icc_profile=profile, metadata=Metadata(exif=exif)), place / "deep" / "deep.png")
    os.utime(place / "deep" / "deep.png", ns=(10**18, 10**18))
    assert run(capsys, "batch", "upscale", place / "deep", place / "out", "--scale", 2, "--keep-date")[0] == 0
    before, after = (read_photo(place / folder / "deep.png") for folder in ("deep", "out"))
    assert (after.pixels.dtype, after.extent) == (np.uint16, before.extent.scaled(2))
    assert after.icc_profile == before.icc_profile == profile
    assert b"Ada" in (after.metadata.exif or b"")
    assert (place / "out" / "deep.png").stat().st_mtime_ns == 10**18
    stripped = ("batch", "upscale", place / "deep", place / "bare", "--scale", 2, "--strip-metadata")
    assert run(capsys, *stripped)[0] == 0
    assert read_photo(place / "bare" / "deep.png").metadata.exif is None


def test_masks_lie_in_a_folder_as_the_photos_do(place, capsys) -> None:
    for name in ("a.png", "sub/c.png"):
        (place / "masks" / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(mask_with(30, 43, (5, 9, 12, 20))).save(place / "masks" / name)
    words = ("batch", "inpaint", place / "in", place / "out", "--masks", place / "masks")
    code, _, err = run(capsys, *words)
    assert (code, err) == (
        3,
        f"error: {place / 'in' / 'b.jpg'}: there is no mask of this name in {place / 'masks'}; "
        "add it, or have damage looked for (--mask auto).\n",
    )
    after = np.asarray(Image.open(place / "out" / "a.png"))
    mask = mask_with(30, 43, (5, 9, 12, 20))
    assert np.array_equal(after[mask == 0], texture(30, 43)[mask == 0])
    assert not np.array_equal(after[mask > 0], texture(30, 43)[mask > 0])
    Image.fromarray(mask_with(30, 43, (2, 2, 9, 9))).save(place / "masks" / "a.png")
    Image.fromarray(mask_with(30, 43, (2, 2, 9, 9))).save(place / "masks" / "b.png")
    assert "2 made, 0 failed, 1 done before" in run(capsys, *words)[1]


def test_what_may_be_borrowed_from_is_said_by_masks_as_well(place, capsys) -> None:
    hole, allowed = mask_with(30, 43, (10, 15, 20, 25)), mask_with(30, 43, (0, 30, 30, 43))
    for folder, mask in (("masks", hole), ("borrow", allowed)):
        for name in ("a.png", "sub/c.png") if folder == "masks" else ("a.png",):
            (place / folder / name).parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(mask).save(place / folder / name)
    words = ("batch", "inpaint", place / "in", place / "out", "--masks", place / "masks", "--fill", "texture")
    assert "2 made" in run(capsys, *words, "--where", "*.png", "--borrow-from", place / "borrow")[1]
    single = ("inpaint", place / "in" / "a.png", place / "a.png", "--mask", place / "masks" / "a.png")
    assert run(capsys, *single, "--fill", "texture", "--borrow-from", place / "borrow" / "a.png")[0] == 0
    assert (place / "out" / "a.png").read_bytes() == (place / "a.png").read_bytes()
    Image.fromarray(mask_with(30, 43, (0, 0, 30, 9))).save(place / "borrow" / "a.png")
    again = run(capsys, *words, "--where", "*.png", "--borrow-from", place / "borrow")[1]
    assert "1 made, 0 failed, 1 done before" in again


def test_areas_saved_in_masks_are_gone_by_as_with_single_photos(place, capsys) -> None:
    never = np.zeros((30, 43), np.uint8)
    never[:, :30] = SAMPLING["never"]
    made = {}
    for name, sampling in (("saved", never), ("plain", None)):
        mask, out = place / "masks" / name / "a.png", place / "out" / name
        mask.parent.mkdir(parents=True)
        write_mask(mask_with(30, 43, (10, 15, 20, 25)), mask, sampling=sampling)
        words = ("--masks", mask.parent, "--fill", "texture", "--where", "a.png")
        assert run(capsys, "batch", "inpaint", place / "in", out, *words)[0] == 0
        single = ("inpaint", place / "in" / "a.png", place / f"{name}.png", "--mask", mask, "--fill", "texture")
        assert run(capsys, *single)[0] == 0
        made[name] = (out / "a.png").read_bytes()
        assert made[name] == (place / f"{name}.png").read_bytes()
    assert made["saved"] != made["plain"]


def test_restore_fills_what_masks_mark(place, capsys) -> None:
    mask = mask_with(30, 43, (10, 15, 20, 25))
    (place / "masks").mkdir()
    Image.fromarray(mask).save(place / "masks" / "a.png")
    words = ("batch", "restore", place / "in" / "a.png", place / "out", "--masks", place / "masks", "--steps", "damage")
    assert run(capsys, *words)[0] == 0
    single = ("restore", place / "in" / "a.png", place / "a.png", "--mask", place / "masks" / "a.png")
    assert run(capsys, *single, "--steps", "damage")[0] == 0
    assert (place / "out" / "a.png").read_bytes() == (place / "a.png").read_bytes()
    code, _, err = run(capsys, *words[:2], place / "in" / "b.jpg", *words[3:])
    assert (code, "no mask of this name" in err, "leave out --masks" in err) == (3, True, True)


def test_lossless_keeps_every_value_and_refuses_what_cannot(place, capsys) -> None:
    words = ("batch", "upscale", place / "in", place / "out", "--scale", 2)
    code, _, err = run(capsys, *words, "--lossless")
    assert (code, "JPEG cannot be written without loss" in err, (place / "out").exists()) == (1, True, False)
    assert run(capsys, *words, "--lossless", "--format", "webp")[0] == 0
    assert run(capsys, "batch", "upscale", place / "in", place / "png", "--scale", 2, "--format", "png")[0] == 0
    webp, png = (np.asarray(Image.open(place / name)) for name in ("out/a.webp", "png/a.png"))
    assert np.array_equal(webp, png)


def test_new_weights_make_photos_anew(place, capsys, monkeypatch) -> None:
    folder = save_product(place / "weights")
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(folder))
    words = ("batch", "upscale", place / "in", place / "out", "--scale", 2)
    run(capsys, *words)
    before = (place / "out" / "a.png").read_bytes()
    save_random(folder, "inpaint-skip", INPAINT, seed=5)
    write_sums(folder)
    assert "0 made, 0 failed, 3 done before" in run(capsys, *words)[1], "another network's weights"
    save_random(folder, "upscale-skip", UPSCALE, seed=5)
    write_sums(folder)
    assert "3 made" in run(capsys, *words)[1]
    assert (place / "out" / "a.png").read_bytes() != before


def test_restoring_with_the_sharp_look_asks_for_its_network_as_well(monkeypatch, tmp_path) -> None:
    folder = save_product(tmp_path / "weights")
    save_random(folder, "upscale-sharp-skip", UPSCALE)
    write_sums(folder)
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(folder))
    sharp = Choices(look="sharp")
    for job, asked in (
        (Restore(RestoreWishes(), sharp), True),
        (Restore(RestoreWishes(), Choices()), False),
        (Restore(RestoreWishes(off=frozenset({"enlarge"})), sharp), False),
    ):
        names = {path.stem for path in job.networks()}
        assert ("upscale-sharp-skip" in names) == asked
        assert {"upscale-skip", "inpaint-skip"} <= names


def test_a_photo_without_damage_is_no_failure(place, capsys) -> None:
    Image.fromarray(np.full((30, 43, 3), 90, np.uint8)).save(place / "plain.png")
    words = ("batch", "inpaint", place / "plain.png", place / "out", "--mask", "auto", "--json")
    photo, end = lines(run(capsys, *words)[1])
    assert (photo["state"], end["done"]) == ("done", 1)
    assert photo["notes"] == ["No scratches or dust were found; the photo is as it was."]


def test_restore_does_the_steps_that_are_wished(place, capsys) -> None:
    code, _, err = run(capsys, "batch", "restore", place / "in", place / "out", "--steps", "enlarge", "--scale", 2)
    assert (code, err) == (0, "")
    assert read_extent(place / "out" / "sub" / "c.png") == Extent(60, 86)


def test_json_is_a_line_for_each_photo_and_one_for_all(place, capsys) -> None:
    (place / "in" / "bad.png").write_bytes(b"no photo")
    code, out, err = run(capsys, "batch", "upscale", place / "in", place / "out", "--scale", 2, "--json")
    *photos, end = lines(out)
    assert (code, err) == (3, "")
    assert [photo["state"] for photo in photos] == ["done", "done", "failed", "done"]
    assert list(photos[0]) == ["event", "source", "output", "state", "seconds", "megapixels", "message", "notes"]
    assert (end["event"], end["done"], end["failed"], end["photos"]) == ("end", 3, 1, 4)
    report = json.loads((place / "out" / "report.json").read_text("utf-8"))
    assert (report["failed"], len(report["photos"])) == (1, 4)


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(place, capsys) -> None:
    before = contents(place)
    words = ("batch", "upscale", place / "in", place / "out", "--scale", 2)
    code, out, err = run(capsys, *words, "--dry-run")
    assert (code, err, contents(place)) == (0, "", before)
    assert f"make        {place / 'in' / 'a.png'} (43 × 30) -> {place / 'out' / 'a.png'} (86 × 60)" in out
    assert "3 to make, 0 done before, 0 skipped" in out
    assert not (place / "out").exists()
    run(capsys, *words, "--limit", 2)
    end = lines(run(capsys, *words, "--dry-run", "--json")[1])[-1]
    assert (end["make"], end["done_before"]) == (1, 2)
    assert end["seconds"] > 0


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("{in}", "{in}/out"), 1, "results would lie among the photos"),
        (("{in}/a.png", "{in}"), 1, "where the results go"),
        (("{in}/nothing", "{out}"), 1, "there is no such file"),
        (("{empty}", "{out}"), 1, "no usable photos"),
        (("{in}", "{out}", "--name", "{stem}"), 1, "photos cannot be written as"),
        (("{in}", "{out}", "--name", "same.png"), 1, "names no results"),
        (("{in}", "{file}"), 1, "this cannot be written"),
        (("{in}", "{out}", "--journal", "{file}"), 1, "no journal"),
        (("{in}", "{out}", "--card", "none"), 1, "there is no network of that name"),
        (("{in}", "{out}", "--device", "cuda:77"), 1, "this device is not available"),
        (("{in}",), 2, "OUT_DIR"),
        (("{in}", "{out}", "--existing", "perhaps"), 2, "perhaps"),
    ],
)
def test_what_cannot_be_is_one_sentence_before_anything_is_written(place, capsys, words, code, sentence) -> None:
    (place / "empty").mkdir()
    (place / "file").write_text("not a folder")
    before = contents(place)
    names = {f"{{{name}}}": str(place / name) for name in ("in", "out", "empty", "file")}
    given = []
    for word in words:
        for name, path in names.items():
            word = word.replace(name, path)
        given.append(word)
    found, out, err = run(capsys, "batch", "upscale", *given, "--scale", 2)
    assert (found, out) == (code, "")
    assert sentence in err
    assert {name: content for name, content in contents(place).items() if not name.startswith("out")} == before


def test_a_damaged_journal_costs_a_sentence_and_nothing_else(place, capsys) -> None:
    words = ("batch", "upscale", place / "in", place / "out", "--scale", 2)
    run(capsys, *words)
    (place / "out" / NAME).write_bytes(b"nonsense" * 100)
    code, out, err = run(capsys, *words)
    assert (code, "3 done before" in out) == (0, True)
    assert "the journal was damaged" in err
    assert err.count("\n") == 1


def start(folder: Path, count: int, weights: Path) -> subprocess.Popen[bytes]:
    make_noise(folder / "in", count)
    return batch_soak.start(folder / "in", folder / "out", weights)


@pytest.mark.skipif(os.name == "nt", reason="there Ctrl-C goes to all processes of a console")
def test_ctrl_c_finishes_the_photo_in_work_and_says_how_to_go_on(tmp_path, weights_folder) -> None:
    make_noise(tmp_path / "in", 200)
    words = ("batch", "upscale", str(tmp_path / "in"), str(tmp_path / "out"), "--scale", "2", "--threads", "1")
    environment = {**os.environ, "DESKTOP_UNET_WEIGHTS": str(weights_folder), "PYTHONPATH": str(batch_soak.ROOT)}
    command = [sys.executable, "-m", "desktop_unet", *words]
    run_ = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    batch_soak.wait_for(run_, tmp_path / "out", 3)
    run_.send_signal(signal.SIGINT)
    out, err = run_.communicate(timeout=120)
    assert run_.returncode == 130
    made = len(batch_soak.inodes(tmp_path / "out"))
    assert 3 <= made < 200
    assert f"{made} made, 0 failed" in out
    assert f"{200 - made} photos are left; the same command goes on with them." in out
    assert "Ctrl-C again stops at once" in err
    assert "Traceback" not in err


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal")
def test_a_killed_run_goes_on_and_makes_nothing_twice(tmp_path) -> None:
    """Three kills; ``make soak-batch`` has fifty."""
    assert batch_soak.soak(tmp_path, 3, 30, random.Random(7)) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal")
def test_a_second_run_waits_for_no_first(tmp_path, weights_folder, monkeypatch, capsys) -> None:
    first = start(tmp_path, 200, weights_folder)
    try:
        batch_soak.wait_for(first, tmp_path / "out", 2)
        monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(weights_folder))
        code, out, err = run(capsys, "batch", "upscale", tmp_path / "in", tmp_path / "out", "--scale", 2)
        assert (code, out) == (1, "")
        assert "another run holds this journal" in err
    finally:
        first.kill()
        first.wait()

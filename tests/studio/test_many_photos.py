"""What is asked of many photos, what it comes to before it is begun, and what is remembered of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.engine.task import Cancelled, Step
from desktop_unet.errors import NoPhotos, OutputInSource
from desktop_unet.studio import many_photos
from desktop_unet.studio.batch.holding import held_journal
from desktop_unet.studio.batch.journal import DONE, Entry, mark_of
from desktop_unet.studio.batch.plan import Existing, sort_out
from desktop_unet.studio.many_photos import ManyPhotos, look_ahead, photos_in, suggested_folder
from desktop_unet.studio.queue_memory import QueueMemory


def silent(_step: Step) -> None:
    """Nobody listens."""


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in range(3):
        pixels = np.full((20, 30 + number, 3), 100, np.uint8)
        Image.fromarray(pixels).save(folder / f"{number}.png")
    return folder


@pytest.fixture
def many(scans: Path, tmp_path: Path) -> ManyPhotos:
    return ManyPhotos((str(scans),), str(tmp_path / "out"), "enlarge", scale=3)


def test_what_it_comes_to_is_reckoned_from_the_headers(many: ManyPhotos, scans: Path) -> None:
    outlook = look_ahead(many, None, silent)
    assert (outlook.make, outlook.made, outlook.skip) == (3, 0, 0)
    assert outlook.megapixels == pytest.approx(9 * 20 * (30 + 31 + 32) / 1e6)
    assert outlook.bytes == pytest.approx(9 * sum(path.stat().st_size for path in scans.iterdir()))
    assert outlook.seconds is None
    assert outlook.room is not None
    assert not Path(many.out_dir).exists(), "nothing is written"


def test_time_is_reckoned_from_what_such_photos_took(many: ManyPhotos) -> None:
    outlook = look_ahead(many, 1000.0, silent)
    assert outlook.seconds == pytest.approx(1000 * outlook.megapixels)


def test_of_very_many_photos_some_are_looked_at(many: ManyPhotos, scans: Path, monkeypatch) -> None:
    exact = look_ahead(many, None, silent)
    monkeypatch.setattr(many_photos, "_LOOKED_AT", 2)
    looked_at = []
    reckoned = look_ahead(many, None, looked_at.append)
    assert len(looked_at) == 2
    assert reckoned.megapixels == pytest.approx(exact.megapixels, rel=0.1)


def test_what_was_made_before_and_what_is_in_the_way_are_told_apart(many: ManyPhotos) -> None:
    out = Path(many.out_dir)
    plan, job = many.plan(), many.job
    with held_journal(job, plan, many.journal_path, many.digest, lambda aside, count: None) as journal:
        item = next(sort_out(plan, journal, Existing.skip, many.digest))
        (out / "0.png").write_bytes(b"made")
        (out / "1.png").write_bytes(b"somebody's")
        source, mark = item.planned.source.path, mark_of(out / "0.png")
        journal.keep(item.planned.place, Entry(source, item.stamp, many.digest, DONE, item.made, mark, 1, 2.0))
    outlook = look_ahead(many, 1000.0, silent)
    assert (outlook.make, outlook.made, outlook.skip) == (1, 1, 1)
    assert outlook.seconds == pytest.approx(2.0), "the journal knows better than what others took"
    assert look_ahead(replace(many, existing="rename"), None, silent).make == 2


def test_a_look_can_be_given_up(many: ManyPhotos) -> None:
    def give_up(_step: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        look_ahead(many, None, give_up)


def test_what_cannot_be_done_is_told_before(many: ManyPhotos, scans: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputInSource):
        look_ahead(replace(many, out_dir=str(scans / "out")), None, silent)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoPhotos):
        look_ahead(replace(many, inputs=(str(tmp_path / "empty"),)), None, silent)


def test_of_dropped_files_only_photos_count_and_of_folders_all_that_is_below(scans: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ada")
    single = tmp_path / "single.png"
    Image.fromarray(np.zeros((4, 5, 3), np.uint8)).save(single)
    inputs, found = photos_in([scans, tmp_path / "letter.txt", single])
    assert inputs == (scans, single)
    assert [source.path.name for source in found.sources] == ["0.png", "1.png", "2.png", "single.png"]


def test_results_are_suggested_beside_what_was_named_and_never_among_it(scans: Path) -> None:
    assert suggested_folder([scans], "restore") == scans.with_name("scans-restored")
    assert suggested_folder([scans / "0.png", scans / "1.png"], "fill") == scans.with_name("scans-filled")


# --- what is remembered ---------------------------------------------------------------------------


def test_what_is_not_done_is_remembered_in_its_order(many: ManyPhotos, tmp_path: Path) -> None:
    path = tmp_path / "data" / "queue.json"
    other = replace(many, deed="clean")
    QueueMemory(path).begin(many)
    QueueMemory(path).begin(other)
    QueueMemory(path).begin(many)
    assert QueueMemory(path).unfinished == (many, other)
    QueueMemory(path).end(many)
    assert QueueMemory(path).unfinished == (other,)


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"unfinished": [7], "speeds": 3}', '{"unfinished": "x"}'])
def test_a_damaged_memory_is_an_empty_one(many: ManyPhotos, tmp_path: Path, text: str) -> None:
    path = tmp_path / "queue.json"
    path.write_text(text)
    memory = QueueMemory(path)
    assert memory.unfinished == ()
    assert memory.seconds_per_megapixel(many) is None
    memory.begin(many)
    memory.learn(many, 10.0, 5.0)
    assert memory.unfinished == (many,)
    assert memory.seconds_per_megapixel(many) == 2.0


def test_speeds_are_those_of_photos_that_were_made_alike(many: ManyPhotos, tmp_path: Path) -> None:
    memory = QueueMemory(tmp_path / "queue.json")
    memory.learn(many, 10.0, 5.0)
    memory.learn(many, 0.0, 0.0)
    assert memory.seconds_per_megapixel(replace(many, out_dir="/elsewhere", existing="rename")) == 2.0
    assert memory.seconds_per_megapixel(replace(many, scale=2)) is None
    assert memory.seconds_per_megapixel(replace(many, deed="restore")) is None

"""Many photos are made one after the other; pause, cancel, retry and the end of the program lose nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging import decoder as decoding
from desktop_unet.imaging.decoder import Decoder
from desktop_unet.paths import queue_file
from desktop_unet.studio.many_photos import ManyPhotos
from desktop_unet.studio.queue_memory import QueueMemory
from desktop_unet.ui.queue.queue import Queue
from desktop_unet.ui.queue.queue_window import QueueWindow, queue_text
from desktop_unet.ui.queue.row_model import AFTER, BEFORE, NAME, STATE
from desktop_unet.ui.window.window import Window
from tests.imaging import crashing
from tests.ui.driving import Answers, HandEngine, idle
from tests.ui.queue.conftest import states, wait_for_end


@pytest.fixture
def view(window: Window, queue: Queue) -> QueueWindow:
    window.commands.many.show_queue()
    return window.commands.many.view


def start_and_hold(qtbot, queue: Queue, engine: HandEngine, many: ManyPhotos) -> None:
    """Begin, and keep the first photo in the engine."""
    engine.go.clear()
    engine.started.clear()
    queue.start(many)
    qtbot.waitUntil(engine.started.is_set, timeout=30_000)
    qtbot.waitUntil(lambda: "working" in states(queue))


def sizes(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for path in sorted(folder.rglob("*.png")) + sorted(folder.rglob("*.jpg")):
        with Image.open(path) as image:
            found[path.relative_to(folder).as_posix()] = image.size
    return found


def test_all_photos_of_a_folder_are_made_and_sub_folders_kept(qtbot, window: Window, queue: Queue, many) -> None:
    queue.start(many)
    wait_for_end(qtbot, queue)
    assert states(queue) == ["done"] * 4
    out = Path(many.out_dir)
    assert sizes(out) == {"a.png": (60, 40), "b.jpg": (60, 42), "c.png": (60, 44), "deeper/d.png": (60, 46)}
    assert (out / "report.csv").is_file(), "as the command line leaves it"
    assert window.message.text.text() == "The queue is done. Made: 4."


def test_a_photo_that_fails_is_one_row_and_can_be_tried_again(
    qtbot, window: Window, queue: Queue, view: QueueWindow, many: ManyPhotos, scans: Path
) -> None:
    (scans / "c.png").write_bytes(b"no photo")
    queue.start(many)
    wait_for_end(qtbot, queue)
    assert states(queue) == ["done", "done", "failed", "done"]
    assert queue.rows[2].message.startswith("this is not a photo")
    assert view.model.data(view.model.index(2, STATE), Qt.ItemDataRole.ToolTipRole).startswith(str(scans / "c.png"))
    assert view.model.data(view.model.index(3, NAME)) == str(Path("deeper", "d.png"))
    assert window.message.text.text() == "The queue is done. Made: 3, failed: 1."
    assert view.retry.isEnabled()
    Image.open(scans / "a.png").save(scans / "c.png")
    made_before = (Path(many.out_dir) / "a.png").stat().st_mtime_ns
    view.retry.click()
    wait_for_end(qtbot, queue)
    assert states(queue) == ["done"] * 4
    assert (Path(many.out_dir) / "a.png").stat().st_mtime_ns == made_before, "what was done is not done again"
    assert not view.retry.isEnabled()


def test_rows_say_how_far_each_photo_is(
    qtbot, queue: Queue, view: QueueWindow, queue_engine: HandEngine, many: ManyPhotos
) -> None:
    start_and_hold(qtbot, queue, queue_engine, many)
    qtbot.waitUntil(lambda: queue.figures.photo_seconds_left is not None)
    model = view.model
    assert [model.state_text(number) for number in range(4)] == [
        "0 % done · about 12 s left",
        *["waiting"] * 3,
    ]
    assert model.data(model.index(1, NAME)) == "b.jpg"
    assert model.data(model.index(1, STATE), Qt.ItemDataRole.AccessibleTextRole) == "b.jpg, waiting"
    assert queue_text(queue) == "0 of 4 photos"
    queue_engine.go.set()
    wait_for_end(qtbot, queue)
    assert queue_text(queue) == "4 of 4 photos"
    assert view.bar.value() == view.bar.maximum()
    assert model.state_text(3) == "done"


def test_small_pictures_before_and_after_are_made_when_they_are_seen(
    qtbot, queue: Queue, view: QueueWindow, many: ManyPhotos
) -> None:
    queue.start(many)
    wait_for_end(qtbot, queue)
    model = view.model

    def icon(column: int):
        return model.data(model.index(0, column), Qt.ItemDataRole.DecorationRole)

    qtbot.waitUntil(lambda: icon(BEFORE) is not None and icon(AFTER) is not None)
    assert not icon(BEFORE).isNull()
    before = icon(BEFORE).cacheKey()
    view.parentWidget().actions_by_name["theme:dark"].trigger()
    assert icon(BEFORE) is not None, "no file is read again for another theme"
    assert icon(BEFORE).cacheKey() != before


def test_a_pause_finishes_the_photo_in_work_and_begins_no_other(
    qtbot, queue: Queue, view: QueueWindow, queue_engine: HandEngine, many: ManyPhotos
) -> None:
    start_and_hold(qtbot, queue, queue_engine, many)
    view.pause.click()
    assert queue_text(queue) == "0 of 4 photos · paused"
    queue_engine.go.set()
    qtbot.waitUntil(lambda: states(queue)[0] == "done")
    qtbot.wait(150)
    assert states(queue) == ["done", "waiting", "waiting", "waiting"]
    assert view.pause.text() == "&Go On"
    view.pause.click()
    wait_for_end(qtbot, queue)
    assert states(queue) == ["done"] * 4


def test_cancel_stops_within_a_photo_and_go_on_makes_the_rest(
    qtbot, queue: Queue, view: QueueWindow, queue_engine: HandEngine, many: ManyPhotos
) -> None:
    start_and_hold(qtbot, queue, queue_engine, many)
    view.cancel.click()
    wait_for_end(qtbot, queue)
    assert states(queue) == ["waiting"] * 4
    assert not any(Path(many.out_dir).glob("*.png")), "nothing half-done"
    assert QueueMemory(queue_file()).unfinished == (), "who cancels is not asked again"
    queue_engine.go.set()
    view.pause.click()
    wait_for_end(qtbot, queue)
    assert states(queue) == ["done"] * 4


def test_work_by_hand_goes_before_the_next_photo_of_the_queue(
    qtbot, opened: Window, queue: Queue, queue_engine: HandEngine, engine: HandEngine, many: ManyPhotos
) -> None:
    start_and_hold(qtbot, queue, queue_engine, many)
    opened.session.set_options(scale=2)
    opened.session.restorer.start()
    qtbot.waitUntil(lambda: opened.panel.run_box.text.text().startswith("Waiting until the queue has finished a photo"))
    assert not engine.requests, "one engine"
    engine.go.clear()
    queue_engine.go.set()
    qtbot.waitUntil(engine.started.is_set, timeout=10_000)
    qtbot.wait(100)
    assert len(queue_engine.requests) == 1, "the queue waits meanwhile"
    engine.go.set()
    idle(qtbot, opened.session)
    assert len(opened.session.document.results) == 1
    wait_for_end(qtbot, queue)
    assert states(queue) == ["done"] * 4


def test_who_waits_for_the_queue_can_cancel(
    qtbot, opened: Window, queue: Queue, queue_engine: HandEngine, engine: HandEngine, many: ManyPhotos
) -> None:
    start_and_hold(qtbot, queue, queue_engine, many)
    opened.session.restorer.start()
    qtbot.waitUntil(lambda: "queue" in opened.panel.run_box.text.text())
    opened.actions_by_name["cancel"].trigger()
    idle(qtbot, opened.session)
    assert not engine.requests


def test_a_second_folder_follows_the_first(
    qtbot, queue: Queue, queue_engine: HandEngine, many: ManyPhotos, other_file: Path, tmp_path: Path
) -> None:
    start_and_hold(qtbot, queue, queue_engine, many)
    queue.start(replace(many, inputs=(str(other_file),), out_dir=str(tmp_path / "second")))
    assert len(queue.rows) == 4
    queue_engine.go.set()
    qtbot.waitUntil(lambda: len(queue.rows) == 1 and not queue.is_running, timeout=30_000)
    assert (tmp_path / "second" / "other.jpg").is_file()
    assert (Path(many.out_dir) / "a.png").is_file()


def test_closing_asks_and_the_next_start_offers_to_go_on(
    qtbot, window: Window, queue: Queue, queue_engine: HandEngine, answers: Answers, many: ManyPhotos
) -> None:
    start_and_hold(qtbot, queue, queue_engine, many)
    answers.leaves_queue = False
    assert not window.close()
    assert answers.asked == ["leave 4 in the queue"]
    assert window.isVisible()
    assert queue.is_running
    answers.leaves_queue = True
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert window.session.close(), "no thread is left"
    assert QueueMemory(queue_file()).unfinished == (many,)


def test_what_was_left_is_offered_in_one_sentence_and_goes_on(
    qtbot, window: Window, queue: Queue, answers: Answers, many: ManyPhotos
) -> None:
    QueueMemory(queue_file()).begin(many)
    window.commands.many.offer_unfinished()
    assert answers.asked == ["go on with 1"]
    wait_for_end(qtbot, queue)
    assert states(queue) == ["done"] * 4
    assert QueueMemory(queue_file()).unfinished == ()


def test_an_offer_that_is_declined_is_forgotten(window: Window, queue: Queue, answers: Answers, many) -> None:
    QueueMemory(queue_file()).begin(many)
    answers.goes_on = False
    window.commands.many.offer_unfinished()
    assert not queue.is_running
    window.commands.many.offer_unfinished()
    assert answers.asked == ["go on with 1"]


def test_a_folder_that_takes_no_files_is_one_sentence(
    qtbot, window: Window, queue: Queue, many: ManyPhotos, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    queue.start(replace(many, out_dir=str(tmp_path / "file" / "large")))
    wait_for_end(qtbot, queue)
    assert window.message.kind == "error"
    assert "file/large" in window.message.text.text()
    assert QueueMemory(queue_file()).unfinished == ()


def test_a_full_disk_ends_the_queue_with_what_is_done_kept(
    qtbot, window: Window, queue: Queue, view: QueueWindow, many: ManyPhotos, monkeypatch
) -> None:
    from desktop_unet.studio.batch import results

    real, written = results.write_photo, []

    def write_photo(photo, target, **how):
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        written.append(target)
        return real(photo, target, **how)

    monkeypatch.setattr(results, "write_photo", write_photo)
    queue.start(many)
    wait_for_end(qtbot, queue)
    assert "the disk is full" in window.message.text.text()
    assert view.trouble.isVisible()
    assert states(queue).count("done") == 2
    written.clear()
    view.pause.click()
    wait_for_end(qtbot, queue)
    assert states(queue) == ["done"] * 4


def test_a_mishap_of_every_photo_ends_the_queue(
    qtbot, window: Window, queue: Queue, queue_engine: HandEngine, many: ManyPhotos
) -> None:
    from desktop_unet.errors import DeviceMissing

    queue_engine.error = DeviceMissing(device="cuda", devices="cpu")
    queue.start(many)
    wait_for_end(qtbot, queue)
    assert window.message.kind == "error"
    assert "cuda" in window.message.text.text()


def test_a_failure_of_one_photo_is_no_failure_of_all(
    qtbot, queue: Queue, queue_engine: HandEngine, many: ManyPhotos
) -> None:
    queue_engine.error = RequestImpossible(reason="the moon is full")
    queue.start(many)
    wait_for_end(qtbot, queue)
    assert states(queue) == ["failed"] * 4


def test_a_result_is_opened_from_its_row(
    qtbot, window: Window, queue: Queue, view: QueueWindow, many: ManyPhotos
) -> None:
    queue.start(many)
    wait_for_end(qtbot, queue)
    view.table.selectRow(1)
    assert view.open.isEnabled()
    view.open.click()
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert window.session.document.original.source == Path(many.out_dir) / "b.jpg"


def test_the_status_line_says_how_far_it_is_and_shows_the_queue(
    qtbot, window: Window, queue: Queue, many: ManyPhotos
) -> None:
    many_commands = window.commands.many
    assert many_commands.indicator.isHidden()
    queue.start(many)
    assert many_commands.indicator.isVisible()
    wait_for_end(qtbot, queue)
    assert many_commands.indicator.text() == "Queue: 4 of 4 photos"
    QTest.mouseClick(many_commands.indicator, Qt.MouseButton.LeftButton)
    assert many_commands.view.isVisible()


@pytest.mark.parametrize("name", ["abort", "segfault"])
def test_a_file_that_crashes_its_decoder_is_one_failed_row(
    qtbot, window: Window, queue: Queue, many: ManyPhotos, scans: Path, monkeypatch, name: str
) -> None:
    monkeypatch.setattr(decoding, "Decoder", lambda: Decoder(crashing.read))
    (scans / "c.png").rename(scans / f"{name}.png")
    queue.start(many)
    wait_for_end(qtbot, queue)
    assert {row.name: row.state for row in queue.rows}[f"{name}.png"] == "failed"
    assert sorted(states(queue)) == ["done", "done", "done", "failed"]
    assert window.isVisible()

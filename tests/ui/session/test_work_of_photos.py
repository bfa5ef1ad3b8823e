"""What is made of a photo belongs to it: it goes on while another is shown, waits its turn, and lands there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop_unet.errors import RequestImpossible
from desktop_unet.studio.open_photo import OpenPhoto
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.film_strip import badge_of, work_text
from desktop_unet.ui.window.window import Window
from tests.ui.driving import Answers, HandEngine, fill_widely, idle


@pytest.fixture
def two(qtbot, opened: Window, other_file: Path) -> Window:
    """The window with two photos; the first, ``holiday.png``, is shown."""
    session = opened.session
    session.opener.open(other_file)
    qtbot.waitUntil(lambda: len(session.open_photos.photos) == 2)
    session.opener.go_to(session.open_photos.photos[0])
    qtbot.waitUntil(lambda: session.open_photos.current is session.open_photos.photos[0])
    session.set_options(scale=2)
    idle(qtbot, session)
    return opened


def photos(window: Window) -> list[OpenPhoto]:
    return window.session.open_photos.photos


def go_to(qtbot, session: Session, photo: OpenPhoto) -> None:
    session.opener.go_to(photo)
    qtbot.waitUntil(lambda: session.open_photos.current is photo and session.document is photo.document)


def begin(qtbot, engine: HandEngine, start: Callable[[], object]) -> None:
    """Start work that goes on until ``finish``."""
    engine.go.clear()
    engine.started.clear()
    start()
    qtbot.waitUntil(engine.started.is_set)


def start_and_leave(
    qtbot, window: Window, engine: HandEngine, start: Callable[[], object] | None = None
) -> tuple[OpenPhoto, OpenPhoto]:
    """Begin to enlarge the first photo, or what ``start`` starts, and go to the second."""
    first, second = photos(window)
    begin(qtbot, engine, start or window.session.restorer.start)
    go_to(qtbot, window.session, second)
    return first, second


def finish(qtbot, engine: HandEngine, *at_work: OpenPhoto) -> None:
    """Let the engine end what these photos wait for."""
    engine.go.set()
    qtbot.waitUntil(lambda: all(photo.work is None for photo in at_work))


def test_a_result_lands_in_the_photo_that_was_left(qtbot, two: Window, engine: HandEngine) -> None:
    session = two.session
    first, second = start_and_leave(qtbot, two, engine)
    assert not session.is_busy, "the second photo is free"
    assert session.awaited.photos_at_work == [first]
    finish(qtbot, engine, first)
    assert first.news == "done"
    assert two.message.text.text() == "holiday.png is done."
    assert (len(first.document.results), len(second.document.results)) == (1, 0)
    assert first.is_modified
    assert session.comparison.compared.renditions[-1].kind == "original", "nothing of it among the second's pictures"
    go_to(qtbot, session, first)
    assert first.news is None
    assert session.options.mode == "slider"
    assert [each.kind for each in session.comparison.compared.renditions] == ["original", "result"]
    assert session.view.extent == session.document.photo.extent == session.document.original.extent.scaled(2)
    assert two.message.text.text() == "Tiles were made smaller.", "what is to be said of it is said with it"
    session.undo()
    assert not session.document.results


def test_the_thumbnail_says_how_far_it_is_and_how_it_ended(qtbot, two: Window, engine: HandEngine) -> None:
    first, _second = start_and_leave(qtbot, two, engine)
    frame = two.session.state.film.frames[0]
    assert (badge_of(frame), work_text(frame)) == ("0 %", "0 % done")
    plain = two.film.item(0).icon().pixmap(84, 62).toImage()
    finish(qtbot, engine, first)
    frame = two.session.state.film.frames[0]
    assert (badge_of(frame), work_text(frame)) == ("✓", "done")
    assert two.film.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "holiday.png *, done"
    assert two.film.item(0).icon().pixmap(84, 62).toImage() != plain
    go_to(qtbot, two.session, first)
    assert badge_of(two.session.state.film.frames[0]) == ""


def test_a_second_photo_waits_for_its_turn(qtbot, two: Window, engine: HandEngine) -> None:
    session = two.session
    first, second = start_and_leave(qtbot, two, engine)
    session.restorer.start()
    assert session.awaited.kind == "restore"
    assert two.panel.run_box.text.text() == "Waiting for its turn"
    assert badge_of(session.state.film.frames[1]) == "…"
    qtbot.wait(50)
    assert len(engine.requests) == 1, "one engine, one photo"
    finish(qtbot, engine, first, second)
    assert [request.photo for request in engine.requests] == [first.document.original, second.document.original]
    assert len(first.document.results) == len(second.document.results) == 1


def test_coming_back_shows_how_far_it_is(qtbot, two: Window, engine: HandEngine) -> None:
    session = two.session
    first, _second = start_and_leave(qtbot, two, engine)
    assert two.panel.run_box.cancel.isHidden()
    go_to(qtbot, session, first)
    assert session.awaited.kind == "restore"
    assert two.panel.run_box.cancel.isVisible()
    assert "Working" in two.panel.run_box.text.text()
    engine.go.set()
    idle(qtbot, session)
    assert len(session.document.results) == 1


@pytest.mark.parametrize("where", ["there", "elsewhere"])
def test_cancel_is_for_the_photo_that_it_belongs_to(qtbot, two: Window, engine: HandEngine, where: str) -> None:
    session = two.session
    first, second = start_and_leave(qtbot, two, engine)
    session.awaited.cancel()
    assert first.work is not None, "the shown photo has nothing to cancel"
    if where == "there":
        go_to(qtbot, session, first)
        two.actions_by_name["cancel"].trigger()
    else:
        session.awaited.cancel(first)
    qtbot.waitUntil(lambda: first.work is None)
    assert first.document is None or not first.document.results
    go_to(qtbot, session, second)
    engine.go.set()
    session.restorer.start()
    idle(qtbot, session)
    assert len(second.document.results) == 1


def test_who_waits_is_cancelled_at_once(qtbot, two: Window, engine: HandEngine) -> None:
    session = two.session
    first, second = start_and_leave(qtbot, two, engine)
    session.restorer.start()
    two.actions_by_name["cancel"].trigger()
    assert not session.is_busy
    assert second.work is None
    assert first.work is not None
    finish(qtbot, engine, first)
    assert len(engine.requests) == 1


def test_a_failure_is_told_with_its_photos_name_and_again_when_that_is_shown(
    qtbot, two: Window, engine: HandEngine
) -> None:
    first, _second = start_and_leave(qtbot, two, engine)
    engine.error = RequestImpossible(reason="the moon is full")
    engine.go.set()
    qtbot.waitUntil(lambda: first.news == "failed")
    assert two.message.text.text().startswith("holiday.png: ")
    assert badge_of(two.session.state.film.frames[0]) == "!"
    go_to(qtbot, two.session, first)
    assert two.message.kind == "error"
    assert "the moon is full" in two.message.text.text()


def test_the_photo_can_be_read_again_after_a_run_that_was_cancelled_elsewhere(
    qtbot, two: Window, engine: HandEngine
) -> None:
    first, _second = start_and_leave(qtbot, two, engine)
    assert first.document is not None, "what is worked on stays in memory"
    two.session.awaited.cancel(first)
    qtbot.waitUntil(lambda: first.work is None)
    assert first.document is None, "its file holds all there is of it"


def test_a_photo_that_is_closed_takes_its_run_along(qtbot, two: Window, engine: HandEngine, answers: Answers) -> None:
    first, second = start_and_leave(qtbot, two, engine)
    two.commands.close_photo(first)
    assert answers.asked == []
    assert photos(two) == [second]
    assert two.session.awaited.photos_at_work == []
    engine.go.set()
    two.session.restorer.start()
    idle(qtbot, two.session)
    assert len(second.document.results) == 1


def test_closing_the_photo_with_unsaved_work_asks_before_its_run_is_lost(
    qtbot, two: Window, engine: HandEngine, answers: Answers
) -> None:
    two.session.restorer.start()
    idle(qtbot, two.session)
    two.session.set_options(scale=3)
    first, _second = start_and_leave(qtbot, two, engine)
    answers.leave = "stay"
    two.commands.close_photo(first)
    assert answers.asked == ["leave holiday.png"]
    assert first.work is not None
    answers.leave = "discard"
    two.commands.close_photo(first)
    assert first not in photos(two)
    assert two.session.awaited.photos_at_work == []


def test_closing_the_window_in_mid_run_asks(qtbot, two: Window, engine: HandEngine, answers: Answers) -> None:
    first, _second = start_and_leave(qtbot, two, engine)
    two.session.restorer.start()
    answers.stops_work = False
    assert not two.close()
    assert answers.asked == ["stop holiday.png, other.jpg"]
    assert two.isVisible()
    assert first.work is not None
    answers.stops_work = True
    two.close()
    qtbot.waitUntil(lambda: not two.isVisible())


def test_both_variants_land_side_by_side(qtbot, two: Window, engine: HandEngine) -> None:
    session = two.session
    first, _second = start_and_leave(qtbot, two, engine, session.restorer.compare_variants)
    finish(qtbot, engine, first)
    go_to(qtbot, session, first)
    assert session.options.mode == "side"
    compared, result = session.comparison.compared, session.document.last_result
    assert (compared.a.photo, compared.b.photo) == (result.photos["skip"], result.photos["no-skip"])


def test_other_fills_go_on_and_are_listed_with_their_photo(qtbot, two: Window, engine: HandEngine) -> None:
    session = two.session
    session.choose_task("inpaint")
    fill_widely(qtbot, session)
    first, _second = start_and_leave(qtbot, two, engine, session.other_fills.start)
    assert session.other_fills.made == ()
    finish(qtbot, engine, first)
    assert session.other_fills.made == ()
    go_to(qtbot, session, first)
    assert len(session.other_fills.made) == 4
    session.other_fills.take(session.other_fills.made[-1])
    assert session.document.photo is session.other_fills.made[-1].photo


def test_a_preview_lands_in_the_photo_that_was_left(qtbot, two: Window, engine: HandEngine) -> None:
    session = two.session
    first, _second = start_and_leave(qtbot, two, engine, session.restorer.preview)
    finish(qtbot, engine, first)
    assert len(session.comparison.compared.renditions) == 1
    go_to(qtbot, session, first)
    assert [each.kind for each in session.comparison.compared.renditions] == ["original", "preview"]
    assert session.options.mode == "slider"


def test_opening_another_photo_waits_for_no_engine(qtbot, opened: Window, engine: HandEngine, other_file: Path) -> None:
    session = opened.session
    begin(qtbot, engine, session.restorer.start)
    session.opener.open(other_file)
    qtbot.waitUntil(lambda: len(photos(opened)) == 2)
    first, second = photos(opened)
    assert session.open_photos.current is second
    assert first.work is not None
    engine.go.set()
    qtbot.waitUntil(lambda: first.news == "done")


def test_a_photo_that_does_not_open_leaves_the_run_of_the_one_that_is_shown(
    qtbot, opened: Window, engine: HandEngine, tmp_path: Path
) -> None:
    session = opened.session
    begin(qtbot, engine, session.restorer.start)
    session.opener.open(tmp_path / "nowhere.png")
    qtbot.waitUntil(lambda: opened.message.kind == "error")
    assert session.awaited.kind == "restore"
    assert opened.panel.run_box.cancel.isVisible()
    engine.go.set()
    idle(qtbot, session)
    assert len(session.document.results) == 1


def test_restoring_in_steps_lands_too(qtbot, two: Window, engine: HandEngine, monkeypatch) -> None:
    session = two.session
    session.choose_task("restore")
    session.set_options(wishes=session.options.wishes.switched("clean", is_on=True))
    first, second = start_and_leave(qtbot, two, engine)
    engine.go.set()
    qtbot.waitUntil(lambda: first.work is None, timeout=20_000)
    assert first.news == "done"
    assert first.document.results
    assert not second.document.results

"""Looks in the window: chosen where there are two, mixed without running again, and the best quality."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from desktop_unet.settings import Settings
from desktop_unet.studio.remembered import options_to_remember, remembered_options
from desktop_unet.ui.look.qimages import wrap
from desktop_unet.ui.panel.look_box import LookBox
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.window import Window
from tests.ui.driving import NETWORKS, HandEngine, idle

SCALES = (2, 3, 4, 8)


@pytest.fixture
def sharp(opened: Window) -> Window:
    """The window with a photo open, and a sharp network with skips."""
    opened.session.networks = replace(NETWORKS, sharp={"skip": SCALES})
    opened.session.set_options(scale=2)
    return opened


def box(window: Window) -> LookBox:
    return window.panel.enlarge.look


def run_sharp(qtbot, window: Window) -> None:
    QTest.mouseClick(box(window).picker.looks.buttons["sharp"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.panel.run_box.run, Qt.MouseButton.LeftButton)
    idle(qtbot, window.session)


def mix(qtbot, window: Window, percent: int) -> None:
    """As by the keys: the slider rests, then the photo is made."""
    box(window).mix.slider.setValue(percent)
    settled(qtbot, window.session, percent)


def settled(qtbot, session: Session, percent: int) -> None:
    qtbot.waitUntil(lambda: not session.is_busy and session.state.look.mix == percent)


def names(session: Session) -> list[str]:
    return [rendition.name for rendition in session.comparison.compared.renditions]


def painted(session: Session) -> np.ndarray:
    """The photo as it stands, at its own size, (H, W, 3)."""
    photo = session.document.photo
    pixels = np.zeros((photo.height, photo.width, 4), np.uint8)
    image, all_of_it = wrap(pixels, QImage.Format.Format_RGB32), QRectF(0, 0, photo.width, photo.height)
    painter = QPainter(image)
    session.picture(photo).paint(painter, all_of_it, all_of_it, crisp=True)
    painter.end()
    return pixels[..., 2::-1].astype(int)


# --- choosing ----------------------------------------------------------------------------


def test_without_a_sharp_network_the_choice_is_gray_and_says_why(opened: Window) -> None:
    assert not box(opened).picker.looks.buttons["sharp"].isEnabled()
    assert box(opened).picker.why_one.isVisible()
    assert box(opened).picker.why_one.text() == "No network with the sharp look is installed."
    assert box(opened).picker.looks.buttons["natural"].isChecked()


def test_the_sharp_look_is_asked_for_and_names_the_result(qtbot, sharp: Window, engine: HandEngine) -> None:
    assert not box(sharp).picker.why_one.isVisible()
    run_sharp(qtbot, sharp)
    assert engine.requests[-1].choices.look == "sharp"
    assert names(sharp.session)[-1] == "Enlarged ×2, sharp, skip"
    assert sharp.status.network.text() == "Network: upscale-sharp-skip"
    sharp.commands.save_as()
    assert sharp.commands.dialogs.asked == ["save holiday-x2-sharp.png"]


@pytest.mark.parametrize("change", [{"variant": "no-skip"}, {"scale": 1}])
def test_a_wish_that_cannot_be_met_is_kept_until_it_can(sharp: Window, change: dict[str, object]) -> None:
    session = sharp.session
    session.set_options(look="sharp")
    before = {name: getattr(session.options, name) for name in change}
    session.set_options(**change)
    assert box(sharp).picker.looks.buttons["natural"].isChecked()
    assert box(sharp).picker.why_one.isVisible()
    session.set_options(**before)
    assert box(sharp).picker.looks.buttons["sharp"].isChecked()


def test_look_and_quality_are_remembered(sharp: Window) -> None:
    sharp.session.set_options(look="sharp", quality="best")
    settings = Settings(options=options_to_remember(sharp.session.options))
    remembered = remembered_options(settings)
    assert (remembered["look"], remembered["quality"]) == ("sharp", "best")
    assert "look" not in remembered_options(replace(settings, options={"look": "painted"}))


def test_the_best_quality_is_a_switch_of_the_enlarge_page(qtbot, sharp: Window, engine: HandEngine) -> None:
    more = sharp.panel.more
    more.switch.click()
    more.best.click()
    assert more.best.isChecked()
    QTest.mouseClick(sharp.panel.run_box.run, Qt.MouseButton.LeftButton)
    idle(qtbot, sharp.session)
    assert engine.requests[-1].quality == "best"
    assert names(sharp.session)[-1] == "Enlarged ×2, best quality, skip"
    sharp.session.set_options(task="inpaint")
    assert not more.best.isVisible()


def test_the_look_can_be_chosen_by_keys_and_is_named_for_those_who_cannot_see(qtbot, sharp: Window) -> None:
    button = box(sharp).picker.looks.buttons["sharp"]
    assert button.accessibleName() == "Look: Sharp"
    QTest.keyClick(sharp, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: sharp.session.options.look == "sharp")
    assert box(sharp).mix.slider.accessibleName() == "Sharpness of the result"


# --- mixing ------------------------------------------------------------------------------


def test_a_natural_result_has_no_slider(qtbot, sharp: Window) -> None:
    QTest.mouseClick(sharp.panel.run_box.run, Qt.MouseButton.LeftButton)
    idle(qtbot, sharp.session)
    assert not box(sharp).mix.isVisible()
    run_sharp(qtbot, sharp)
    assert box(sharp).mix.isVisible()
    assert (box(sharp).mix.slider.value(), box(sharp).mix.value.text()) == (100, "100 %")
    sharp.session.undo()
    assert not box(sharp).mix.isVisible()


def test_the_natural_look_is_made_once_and_mixed_without_running_again(qtbot, sharp: Window, engine) -> None:
    run_sharp(qtbot, sharp)
    wholly = sharp.session.document.photo
    mix(qtbot, sharp, 60)
    assert [request.choices.look for request in engine.requests] == ["sharp", "natural"]
    mix(qtbot, sharp, 25)
    assert len(engine.requests) == 2
    last = sharp.session.document.last_result
    natural = last.ends["skip"][1]
    assert last.ends["skip"][0] is wholly
    expected = 0.25 * wholly.pixels.astype(float) + 0.75 * natural.pixels
    assert np.abs(last.photo.pixels - expected).max() <= 0.51
    assert (expected != wholly.pixels).any()


def test_a_mix_takes_the_place_of_the_one_before_and_can_be_undone(qtbot, sharp: Window) -> None:
    run_sharp(qtbot, sharp)
    wholly = sharp.session.document.photo
    mix(qtbot, sharp, 60)
    mix(qtbot, sharp, 25)
    assert names(sharp.session) == ["Original", "Enlarged ×2, sharp, skip", "Enlarged ×2, sharp 25 %, skip"]
    assert sharp.actions_by_name["undo"].text() == "&Undo mix of looks"
    sharp.session.undo()
    assert box(sharp).mix.slider.value() == 60
    sharp.session.undo()
    assert sharp.session.document.photo is wholly
    assert box(sharp).mix.slider.value() == 100
    sharp.session.redo()
    assert box(sharp).mix.slider.value() == 60


def test_the_ends_of_the_slider_are_the_results_themselves(qtbot, sharp: Window) -> None:
    run_sharp(qtbot, sharp)
    wholly = sharp.session.document.photo
    mix(qtbot, sharp, 0)
    assert sharp.session.document.photo is sharp.session.document.last_result.ends["skip"][1]
    mix(qtbot, sharp, 100)
    assert sharp.session.document.photo is wholly


def test_a_natural_result_that_is_there_is_not_made_again(qtbot, sharp: Window, engine: HandEngine) -> None:
    QTest.mouseClick(sharp.panel.run_box.run, Qt.MouseButton.LeftButton)
    idle(qtbot, sharp.session)
    natural = sharp.session.document.photo
    run_sharp(qtbot, sharp)
    mix(qtbot, sharp, 50)
    assert len(engine.requests) == 2
    assert sharp.session.document.last_result.ends["skip"][1] is natural


def test_while_the_slider_is_held_the_mix_is_painted_and_nothing_is_made(qtbot, sharp: Window, engine) -> None:
    run_sharp(qtbot, sharp)
    mix(qtbot, sharp, 90)
    session, photo = sharp.session, sharp.session.document.photo
    first, second = session.document.last_result.ends["skip"]
    session.mixer.move(30, is_held=True)
    expected = 0.3 * first.pixels.astype(float) + 0.7 * second.pixels
    assert np.abs(painted(session) - expected).max() <= 2
    QTest.qWait(400)
    assert session.document.photo is photo
    session.mixer.settle()
    settled(qtbot, session, 30)
    assert np.abs(painted(session) - expected).max() <= 1
    assert len(engine.requests) == 2


def test_a_cancelled_run_lets_the_slider_go_back(qtbot, sharp: Window, engine: HandEngine) -> None:
    run_sharp(qtbot, sharp)
    engine.go.clear()
    engine.started.clear()
    box(sharp).mix.slider.setValue(40)
    qtbot.waitUntil(engine.started.is_set)
    assert not box(sharp).mix.slider.isEnabled()
    sharp.session.awaited.cancel()
    idle(qtbot, sharp.session)
    assert box(sharp).mix.slider.value() == 100
    assert sharp.session.document.last_result.ends == {}
    engine.go.set()
    mix(qtbot, sharp, 40)


def test_a_mix_that_was_not_made_is_forgotten_with_its_photo(qtbot, sharp: Window, other_file) -> None:
    run_sharp(qtbot, sharp)
    mix(qtbot, sharp, 90)
    sharp.session.mixer.move(30, is_held=True)
    first = sharp.session.open_photos.current
    sharp.session.opener.open(other_file)
    qtbot.waitUntil(lambda: sharp.session.document.original.source == other_file)
    sharp.session.mixer.settle()
    assert sharp.session.document.results == ()
    sharp.session.opener.go_to(first)
    assert (sharp.session.state.look.mix, box(sharp).mix.slider.value()) == (90, 90)
    assert np.array_equal(painted(sharp.session), sharp.session.document.photo.pixels)


def test_a_mixed_result_is_done_already(qtbot, sharp: Window, engine: HandEngine) -> None:
    run_sharp(qtbot, sharp)
    mix(qtbot, sharp, 50)
    sharp.session.restorer.start()
    assert len(engine.requests) == 2
    assert sharp.session.document.last_result.asked.mix == 50

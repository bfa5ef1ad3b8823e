"""A network is added from a file, chosen beside the program's own, remembered, and refused where it is no use."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_unet.engine.task import Report, Step
from desktop_unet.settings import Settings, load_settings, save_settings
from desktop_unet.studio import networks
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.window import Window
from tests.ui.driving import Answers, HandEngine, idle

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def doubling(tmp_path: Path) -> Path:
    """Another program's network, which doubles a photo."""
    from tests.engine.onnx_files import enlarger, save

    return save(tmp_path / "doubling.onnx", *enlarger(2), out=(1, 3, None, None))


def add(qtbot, window: Window, answers: Answers, path: Path) -> None:
    answers.network = path
    window.actions_by_name["add_network"].trigger()
    idle(qtbot, window.session)


def listed(window: Window) -> list[str]:
    combo = window.panel.more.network
    return [combo.itemText(number) for number in range(combo.count())]


def pick(window: Window, text: str) -> None:
    combo = window.panel.more.network
    number = combo.findText(text)
    combo.setCurrentIndex(number)
    combo.activated.emit(number)


def test_a_network_that_was_added_enlarges(qtbot, opened: Window, answers: Answers, engine, doubling: Path) -> None:
    add(qtbot, opened, answers, doubling)
    panel, session = opened.panel, opened.session
    assert session.settings.network_files == (str(doubling),)
    assert listed(opened) == ["The program's own", "doubling.onnx", "Add a network file…"]
    assert panel.more.network.currentText() == "doubling.onnx"
    assert [scale for scale, button in panel.enlarge.scales.buttons.items() if button.isEnabled()] == [2]
    assert panel.run_box.run.text() == "Enlarge ×2"
    assert not panel.enlarge.strength.isEnabled()
    assert opened.status.network.text() == "Network: doubling.onnx"
    QTest.mouseClick(panel.run_box.run, LEFT)
    idle(qtbot, session)
    assert engine.requests[0].choices.card == str(doubling)
    assert session.comparison.compared.b.name == "Enlarged ×2, doubling.onnx"


def test_what_cannot_be_switched_is_greyed_out_and_says_why(qtbot, opened, answers, doubling) -> None:
    add(qtbot, opened, answers, doubling)
    panel, compare = opened.panel, opened.actions_by_name["compare_variants"]
    assert not panel.more.skips.variants.isEnabled()
    assert panel.more.skips.text.text() == "doubling.onnx has no skip connections that could be switched off or faded."
    assert not compare.isEnabled()
    pick(opened, "The program's own")
    assert panel.more.skips.variants.isEnabled()
    assert panel.more.skips.text.text() == "Fine detail of the photo crosses over directly."
    assert compare.isEnabled()
    pick(opened, "doubling.onnx")
    opened.session.set_options(task="inpaint")  # which it does not do
    assert panel.more.skips.variants.isEnabled()
    assert compare.isEnabled()
    assert not panel.more._form.isRowVisible(panel.more.network)


def test_the_last_line_of_the_list_asks_for_a_file(qtbot, opened: Window, answers: Answers) -> None:
    pick(opened, "Add a network file…")
    assert answers.asked == ["network"]
    assert opened.panel.more.network.currentText() == "The program's own"
    assert not opened.session.is_busy


def test_a_file_that_is_no_use_is_refused_in_one_sentence(qtbot, opened: Window, answers, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(b"no network")
    add(qtbot, opened, answers, damaged)
    assert opened.message.text.text() == (
        f"{damaged}: this network file cannot be used (it is cut short, or not an ONNX file); choose another one."
    )
    assert opened.session.settings.network_files == ()
    assert listed(opened) == ["The program's own", "Add a network file…"]


def test_a_network_is_taken_off_the_list_by_hand(qtbot, opened, answers, doubling) -> None:
    add(qtbot, opened, answers, doubling)
    more, session = opened.panel.more, opened.session
    more.switch.click()
    assert more.remove.isVisible()
    told = []
    session.told.connect(lambda kind, sentence: told.append((kind, sentence)))
    QTest.mouseClick(more.remove, LEFT)
    assert told == [("note", "doubling.onnx is no longer offered; the file was left in place.")]
    assert listed(opened) == ["The program's own", "Add a network file…"]
    assert (session.settings.network_files, session.options.network, session.state.card) == ((), "", "upscale-skip")
    assert not more.remove.isVisible()
    assert doubling.is_file()


def test_trying_a_file_can_be_cancelled(qtbot, opened, answers, doubling, monkeypatch) -> None:
    def endless(path: Path, report: Report) -> NoReturn:
        while True:
            report(Step(0, 0, "Trying out the network"))
            time.sleep(0.01)

    monkeypatch.setattr(networks, "read_network_file", endless)
    box, told = opened.panel.run_box, []
    opened.session.told.connect(lambda *what: told.append(what))
    answers.network = doubling
    opened.actions_by_name["add_network"].trigger()
    qtbot.waitUntil(lambda: box.text.text().startswith("Trying out the network"))
    assert box.cancel.isVisible()
    QTest.mouseClick(box.cancel, LEFT)
    idle(qtbot, opened.session)
    assert box.run.isVisible()
    assert (listed(opened), told) == (["The program's own", "Add a network file…"], [])


def test_it_is_there_again_at_the_next_start(qtbot, alone: Session, doubling: Path, photo_file: Path) -> None:
    alone.network_files.add(doubling)
    idle(qtbot, alone)
    file = doubling.with_name("settings.json")
    save_settings(alone.settings, file)
    later = Session(load_settings(file), engine=HandEngine())
    later.set_options(network=str(doubling))
    later.opener.open(photo_file)
    qtbot.waitUntil(lambda: bool(later.networks.files))
    assert (later.state.network.chosen, later.state.card) == (str(doubling), "doubling.onnx")
    assert later.close()
    later.deleteLater()


def test_a_file_that_is_gone_is_dropped_with_a_note(qtbot, engine, tmp_path: Path, photo_file: Path) -> None:
    gone = str(tmp_path / "gone.onnx")
    session = Session(Settings(network_files=(gone,)), engine=engine)
    session.set_options(network=gone)
    told = []
    session.told.connect(lambda kind, sentence: told.append((kind, sentence)))
    session.opener.open(photo_file)
    qtbot.waitUntil(lambda: session.settings.network_files == ())
    assert ("note", "The network file gone.onnx is gone and is no longer offered.") in told
    assert session.options.network == ""
    assert session.close()
    session.deleteLater()


def test_the_engine_itself_enlarges_with_it(qtbot, tmp_path: Path, photo_file: Path) -> None:
    from tests.engine.onnx_files import node, numbers, save

    repeat = node("Resize", "photo none scales", "larger", mode="nearest", coordinate_transformation_mode="asymmetric")
    empty, scales = numbers("none", []), numbers("scales", [1, 1, 2, 2])
    path = save(tmp_path / "repeating.onnx", [repeat], [empty, scales], out=(1, 3, None, None))
    session = Session(Settings(device="cpu"))
    session.opener.open(photo_file)
    qtbot.waitUntil(lambda: session.document is not None)
    session.network_files.add(path)
    idle(qtbot, session, 60_000)
    session.restorer.start()
    idle(qtbot, session, 60_000)
    before, after = session.document.original.pixels, session.document.photo.pixels
    assert np.abs(after.astype(int) - before.repeat(2, 0).repeat(2, 1)).max() <= 1
    assert session.close()
    session.deleteLater()

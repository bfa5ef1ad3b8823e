"""A window with an engine that the test holds in its hand, and answers ready for its questions."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from desktop_unet.errors import CardUnknown
from desktop_unet.imaging.codec import read_photo_apart
from desktop_unet.settings import Settings
from desktop_unet.studio import damage_search, networks
from desktop_unet.ui.look.translation import install_language
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.start.garbage import collect_due
from desktop_unet.ui.window.window import Window
from tests.ui.driving import NETWORKS, Answers, HandEngine, close_and_check, make_pixels


@pytest.fixture(scope="session", autouse=True)
def decoder_process(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The process that reads photos, begun and tried before a test has its eye on the clock."""
    path = tmp_path_factory.mktemp("first") / "photo.png"
    Image.fromarray(make_pixels(3, 4)).save(path)
    read_photo_apart(path)


@pytest.fixture(autouse=True)
def garbage_of_this_thread() -> Iterator[None]:
    """No search for garbage in a worker's thread, as in the program; see ``ui.start.garbage``."""
    gc.disable()
    yield
    collect_due()


@pytest.fixture
def photo_file(tmp_path: Path) -> Path:
    """A PNG of 300 x 420 (height x width)."""
    path = tmp_path / "holiday.png"
    Image.fromarray(make_pixels(300, 420)).save(path)
    return path


@pytest.fixture
def other_file(tmp_path: Path) -> Path:
    """A JPEG of 120 x 200 (height x width)."""
    path = tmp_path / "other.jpg"
    Image.fromarray(make_pixels(120, 200, seed=1)).save(path)
    return path


@pytest.fixture
def engine() -> HandEngine:
    return HandEngine()


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture(autouse=True)
def no_finder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Damage is looked for by the classical finder, whatever networks are installed."""

    def find(name: object) -> None:
        raise CardUnknown(card=name)

    monkeypatch.setattr(damage_search, "check_card", find)


@pytest.fixture
def window(qtbot, engine, answers, monkeypatch) -> Iterator[Window]:
    """A shown window without a photo; afterwards no thread and no widget of it is left."""
    monkeypatch.setattr(networks, "list_networks", lambda: NETWORKS)
    QApplication.instance().setStyle("Fusion")
    window = Window(Session(Settings(brush_size_px=30, options={"task": "upscale"}), engine=engine))
    window.commands.dialogs = answers
    window.resize(1100, 760)
    window.show()
    window.activateWindow()  # on a real screen, keys reach an active window only
    qtbot.waitUntil(window.isActiveWindow)
    window.session.network_files.list_installed()
    qtbot.waitUntil(lambda: bool(window.session.networks.cards))
    yield window
    engine.go.set()
    close_and_check(window)


@pytest.fixture
def alone(qtbot, engine, photo_file, monkeypatch) -> Iterator[Session]:
    """A session with ``photo_file`` open and no window around it, for tests that touch nothing else."""
    monkeypatch.setattr(networks, "list_networks", lambda: NETWORKS)
    session = Session(Settings(brush_size_px=30), engine=engine)
    session.network_files.list_installed()
    session.opener.open(photo_file)
    qtbot.waitUntil(lambda: bool(session.networks.cards) and session.document is not None)
    yield session
    engine.go.set()
    assert session.close(), "the worker thread is still running"
    session.deleteLater()


@pytest.fixture
def session(window: Window) -> Session:
    return window.session


@pytest.fixture
def opened(qtbot, window: Window, photo_file: Path) -> Window:
    """The window with ``photo_file`` open."""
    window.session.opener.open(photo_file)
    qtbot.waitUntil(lambda: window.session.document is not None)
    return window


@pytest.fixture
def vietnamese(qapp: QApplication) -> Iterator[None]:
    """The language as a person chooses it, texts and numbers; English afterwards."""
    before, spoken = set(qapp.findChildren(QTranslator)), qapp.property("spoken_language")
    assert install_language(qapp, "vi") == "vi"
    yield
    qapp.setProperty("spoken_language", spoken)
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()

"""A codec that crashes while another photo is opened costs nothing of the open one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop_unet.imaging import decoder as decoding
from desktop_unet.imaging.decoder import Decoder
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.window import Window
from tests.imaging import crashing
from tests.ui.driving import idle


@pytest.fixture(autouse=True)
def crashing_decoder(monkeypatch) -> Iterator[None]:
    decoder = Decoder(crashing.read)
    monkeypatch.setattr(decoding, "decoder", lambda: decoder)
    yield
    decoder.close()


def copy_of(photo: Path) -> Path:
    """The same photo under a name that is not open."""
    return Path(shutil.copy(photo, photo.with_name("other.png")))


@pytest.mark.parametrize("name", ["abort", "segfault"])
def test_photo_mask_and_result_outlive_a_codec_that_crashes(qtbot, opened: Window, photo_file: Path, name: str) -> None:
    session = opened.session
    session.restorer.start()
    idle(qtbot, session)
    session.masking.begin_stroke((20.0, 20.0), erase=False)
    session.masking.end_stroke()
    document, photo, mask = session.document, session.document.photo, session.document.mask.copy()

    session.opener.open(photo_file.with_name(f"{name}.png"))
    idle(qtbot, session)
    assert opened.message.kind == "error"
    assert "crashed its decoder" in opened.message.text.text()
    assert session.document is document
    assert document.photo is photo
    assert document.results
    assert np.array_equal(document.mask, mask)

    session.opener.open(copy_of(photo_file))
    qtbot.waitUntil(lambda: session.document is not document)


def test_opening_can_be_stopped_where_a_codec_hangs(qtbot, alone: Session, photo_file: Path) -> None:
    session = alone
    document = session.document
    session.opener.open(photo_file.with_name("hangs.png"))
    session.awaited.cancel()
    idle(qtbot, session)
    assert session.document is document
    session.opener.open(photo_file.with_name("hangs.png"))
    session.opener.open(copy_of(photo_file))
    qtbot.waitUntil(lambda: session.document is not document)

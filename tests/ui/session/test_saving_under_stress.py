"""A disk that is full, a target that is the original in disguise: one sentence, and the result is still there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.imaging import writing
from desktop_unet.studio.saving import SaveChoice
from desktop_unet.ui.window.window import Window
from tests.ui.driving import idle


@pytest.fixture
def enlarged(qtbot, opened: Window) -> Window:
    """A window with an unsaved result."""
    opened.session.restorer.start()
    idle(qtbot, opened.session)
    return opened


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of 64 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("only an administrator may mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def save(qtbot, window: Window, path: Path) -> str:
    """Save, and what the window says of it."""
    told: list[str] = []

    def listen(_kind: str, sentence: str) -> None:
        told.append(sentence)

    window.session.told.connect(listen)
    window.session.saver.save(SaveChoice(path))
    idle(qtbot, window.session)
    window.session.told.disconnect(listen)
    return " ".join(told)


def test_a_full_disk_costs_nothing_but_a_sentence(qtbot, enlarged: Window, small_disk: Path, tmp_path: Path) -> None:
    document, photo = enlarged.session.document, enlarged.session.document.photo
    (small_disk / "large.png").write_bytes(b"mine")
    said = save(qtbot, enlarged, small_disk / "large.png")
    assert "No space left" in said
    assert "Saved" not in said
    assert [path.name for path in small_disk.iterdir()] == ["large.png"]
    assert (small_disk / "large.png").read_bytes() == b"mine"
    assert document.photo is photo
    assert document.is_modified
    assert "Saved as elsewhere.png" in save(qtbot, enlarged, tmp_path / "elsewhere.png")
    assert not document.is_modified
    assert np.array_equal(np.asarray(Image.open(tmp_path / "elsewhere.png")), photo.pixels)


def test_saved_is_not_said_where_the_file_has_another_size(
    qtbot, enlarged: Window, tmp_path: Path, monkeypatch
) -> None:
    def shortened(photo, path, format_, how):
        Image.fromarray(photo.pixels[1:]).save(path, "PNG")
        return ()

    monkeypatch.setattr(writing, "encode", shortened)
    said = save(qtbot, enlarged, tmp_path / "large.png")
    assert "another size" in said
    assert not (tmp_path / "large.png").exists()
    assert enlarged.session.document.is_modified


@pytest.mark.parametrize("disguise", ["itself", "a symbolic link", "a hard link", "a link to a link", "by way of .."])
def test_the_original_is_never_overwritten_in_whatever_guise(
    qtbot, enlarged: Window, photo_file: Path, tmp_path: Path, disguise: str
) -> None:
    before, other = photo_file.read_bytes(), tmp_path / "other.png"
    if disguise == "itself":
        other = photo_file
    elif disguise == "a hard link":
        os.link(photo_file, other)
    elif disguise == "by way of ..":
        (tmp_path / "sub").mkdir()
        other = tmp_path / "sub" / ".." / photo_file.name
    else:
        other.symlink_to(photo_file)
    if disguise == "a link to a link":
        other = tmp_path / "second.png"
        other.symlink_to(tmp_path / "other.png")
    assert "is the original photo" in save(qtbot, enlarged, other)
    assert photo_file.read_bytes() == before
    assert enlarged.session.document.is_modified


def test_a_window_that_closes_while_it_saves_leaves_a_whole_file(qtbot, enlarged: Window, tmp_path: Path) -> None:
    photo = enlarged.session.document.photo
    folder = tmp_path / "target"
    folder.mkdir()
    enlarged.session.saver.save(SaveChoice(folder / "large.png"))
    enlarged._may_close = True
    enlarged.close()
    assert [path.name for path in folder.iterdir()] in ([], ["large.png"])
    for path in folder.iterdir():
        assert np.array_equal(np.asarray(Image.open(path)), photo.pixels)

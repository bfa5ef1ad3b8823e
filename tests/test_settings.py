"""What the program remembers survives: a round trip, a damaged file, a full disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desktop_unet.settings import (
    MASK_COLOURS,
    PRECISIONS,
    RECENT_LIMIT,
    THEMES,
    Settings,
    load_settings,
    save_changes,
    save_settings,
    settings_file,
)

# What a JSON file can hold: no lone halves of surrogate pairs, which UTF-8 has no bytes for.
TEXT = st.text(st.characters(codec="utf-8"))
ANY_SETTINGS = st.builds(
    Settings,
    theme=st.sampled_from(THEMES),
    last_folder=TEXT,
    recent_files=st.lists(TEXT, max_size=RECENT_LIMIT).map(tuple),
    network_files=st.lists(TEXT).map(tuple),
    device=TEXT,
    precision=st.sampled_from(PRECISIONS),
    brush_size_px=st.integers(1, 1000),
    brush_hardness=st.integers(0, 100),
    pressure_sizes=st.booleans(),
    colour_tolerance=st.integers(0, 255),
    mask_colour=st.sampled_from(MASK_COLOURS),
    mask_opacity=st.integers(10, 100),
    window_geometry=TEXT,
    jpeg_quality=st.integers(1, 100),
    strip_metadata=st.booleans(),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


@given(ANY_SETTINGS)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_what_was_saved_is_loaded(file: Path, settings: Settings) -> None:
    save_settings(settings, file)
    assert load_settings(file) == settings
    assert [entry.name for entry in file.parent.iterdir()] == ["settings.json"]


def test_without_a_file_the_defaults_hold(file: Path) -> None:
    assert load_settings(file) == Settings()
    assert not file.exists()


def test_they_lie_in_the_users_folder(user_folders: Path) -> None:
    save_settings(Settings(theme="dark"))
    assert load_settings().theme == "dark"
    assert settings_file().is_relative_to(user_folders)
    settings_file().unlink()


DAMAGES = {
    "empty": b"",
    "cut short": b'{"theme": "da',
    "a list": b"[1, 2]",
    "a word": b'"text"',
    "null": b"null",
    "another encoding": '{"last_folder": "/été"}'.encode("latin-1"),
    "bytes that are no text": b"\xff\xfe\x00",
    "zeros, as after a power cut": bytes(512),
    "nested without end": b"[" * 100_000,
    "a number of ten thousand digits": b'{"brush_size_px": ' + b"9" * 10_000 + b"}",
    "another program's file": b"[window]\ntheme=dark\n",
}


@pytest.mark.parametrize("damaged", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_kept_aside_and_the_defaults_hold(file: Path, damaged: bytes) -> None:
    file.write_bytes(damaged)
    assert load_settings(file) == Settings()
    assert file.with_name("settings.json.damaged").read_bytes() == damaged


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("recent_files", "photo.png"),
        ("recent_files", [1, 2]),
        ("precision", None),
        ("precision", []),
        ("brush_size_px", 0),
        ("brush_size_px", True),
        ("brush_size_px", 12.5),
        ("mask_colour", "#12"),
        ("mask_opacity", 0),
        ("jpeg_quality", 101),
        ("strip_metadata", 1),
        ("last_folder", None),
    ],
)
def test_one_bad_value_costs_only_itself(file: Path, name: str, value: object) -> None:
    good = {"device": "cuda:1"}
    file.write_text(json.dumps({**good, name: value}))
    assert load_settings(file) == Settings(device="cuda:1")
    assert file.with_name("settings.json.damaged").exists()


def test_a_newer_programs_settings_are_no_damage(file: Path) -> None:
    file.write_text(json.dumps({"theme": "light", "invented_later": 3}))
    assert load_settings(file).theme == "light"
    assert not file.with_name("settings.json.damaged").exists()


def test_a_save_that_fails_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_settings(Settings(theme="dark"), file)

    def full(_handle: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        save_settings(Settings(theme="light"), file)
    assert load_settings(file).theme == "dark"
    assert [entry.name for entry in file.parent.iterdir()] == ["settings.json"]


def test_a_photo_opened_again_moves_to_the_front(tmp_path: Path) -> None:
    settings = Settings()
    for name in ["a.png", "b.png", "a.png"]:
        settings = settings.opened(tmp_path / name)
    assert settings.recent_files == (str(tmp_path / "a.png"), str(tmp_path / "b.png"))
    assert settings.last_folder == str(tmp_path)


def test_only_the_last_few_photos_are_remembered(tmp_path: Path) -> None:
    settings = Settings()
    for number in range(RECENT_LIMIT + 5):
        settings = settings.opened(tmp_path / f"{number}.png")
    assert len(settings.recent_files) == RECENT_LIMIT
    assert settings.recent_files[0] == str(tmp_path / f"{RECENT_LIMIT + 4}.png")


def test_what_is_no_file_gives_the_defaults(file: Path) -> None:
    file.mkdir()
    assert load_settings(file) == Settings()


def test_two_windows_at_once_lose_nothing_of_each_other(file: Path, tmp_path: Path) -> None:
    save_settings(Settings(jpeg_quality=80).opened(tmp_path / "old.png"), file)
    one = two = load_settings(file)
    for name in ("a.png", "b.png"):
        one = one.opened(tmp_path / name)
    two = replace(two.opened(tmp_path / "c.png"), theme="dark")
    save_changes(load_settings(file), two, file)
    save_changes(Settings(jpeg_quality=80).opened(tmp_path / "old.png"), replace(one, brush_size_px=99), file)
    found = load_settings(file)
    assert (found.theme, found.brush_size_px, found.jpeg_quality) == ("dark", 99, 80)
    assert [Path(path).name for path in found.recent_files] == ["b.png", "a.png", "c.png", "old.png"]


CLOSING_WINDOW = """
import sys
from pathlib import Path
from desktop_unet.settings import load_settings, save_changes
path = Path(sys.argv[1])
loaded = load_settings(path)
sys.stdin.readline()
save_changes(loaded, loaded.opened(sys.argv[2]), path)
"""


def test_many_windows_that_close_at_once_lose_nothing(file: Path, repository: Path) -> None:
    command = [sys.executable, "-c", CLOSING_WINDOW, str(file)]
    how = {"cwd": repository, "stdin": subprocess.PIPE}
    windows = [subprocess.Popen([*command, f"/{number}.png"], **how) for number in range(4)]
    for window in windows:
        window.stdin.write(b"\n")
        window.stdin.flush()
    assert [window.wait(60) for window in windows] == [0] * 4
    for window in windows:
        window.stdin.close()
    assert sorted(load_settings(file).recent_files) == [f"/{number}.png" for number in range(4)]

"""What the program remembers survives: a round trip, a damaged file, a full disk."""

from __future__ import annotations

import json
import os
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
    device=TEXT,
    precision=st.sampled_from(PRECISIONS),
    brush_size_px=st.integers(1, 1000),
    brush_hardness=st.integers(0, 100),
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


@pytest.mark.parametrize("damaged", [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b'"text"', b"[" * 100_000])
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

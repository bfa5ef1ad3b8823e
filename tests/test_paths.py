"""Where the program's own things are found, however it was brought here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_unet import paths


def test_in_the_source_tree_they_lie_beside_the_package(repository: Path) -> None:
    assert paths.resources_dir() == repository / "resources"
    assert paths.weights_dir() == repository / "weights"


def test_in_a_wheel_they_lie_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("resources", "weights"):
        (tmp_path / "site" / "desktop_unet" / name).mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "site" / "desktop_unet" / "paths.py"))
    assert paths.resources_dir() == tmp_path / "site" / "desktop_unet" / "resources"
    assert paths.weights_dir() == tmp_path / "site" / "desktop_unet" / "weights"


def test_in_a_frozen_build_they_lie_where_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources_dir() == tmp_path / "resources"
    assert paths.weights_dir() == tmp_path / "weights"


def test_the_environment_names_other_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(tmp_path))
    assert paths.weights_dir() == tmp_path
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", "~/nets")
    assert paths.weights_dir() == Path.home() / "nets"


def test_user_folders_are_this_programs_own(user_folders: Path) -> None:
    folders = [paths.user_data_dir(), paths.user_cache_dir(), paths.user_log_dir()]
    assert len(set(folders)) == 3
    assert all("desktop-unet" in folder.parts for folder in folders)
    if sys.platform == "linux":
        assert all(folder.is_relative_to(user_folders) for folder in folders)


def test_the_program_starts_itself_through_the_interpreter_or_its_own_executable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not paths.is_packed()
    assert paths.program_command("train", "x") == [sys.executable, "-m", "desktop_unet", "train", "x"]
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "desktop-unet"))
    assert paths.is_packed()
    assert paths.program_command("train", "x") == [str(tmp_path / "desktop-unet"), "train", "x"]


def test_where_the_window_has_an_executable_of_its_own_verbs_go_to_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "desktop-unet-window.exe"))
    assert paths.program_command("train") == [str(tmp_path / "desktop-unet.exe"), "train"]

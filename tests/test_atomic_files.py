"""A file is there whole or not there; what a killed process leaves is gone at once or at the next write."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_unet import atomic_files
from desktop_unet.atomic_files import PART_SUFFIX, hidden_file, write_whole

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
BOTH_WAYS = pytest.mark.parametrize("nameless", [True, False], ids=["nameless", "hidden name"])


def choose_way(monkeypatch: pytest.MonkeyPatch, nameless: bool) -> None:
    if not nameless:
        monkeypatch.setattr(atomic_files, "_nameless", lambda _folder: None)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@BOTH_WAYS
@pytest.mark.parametrize("is_there", [True, False])
def test_a_file_appears_whole_and_alone(tmp_path, monkeypatch, nameless, is_there):
    choose_way(monkeypatch, nameless)
    target = tmp_path / "file"
    if is_there:
        target.write_bytes(b"old")
    with hidden_file(tmp_path) as hidden:
        hidden.path.write_bytes(b"new")
        assert (target.read_bytes() == b"old") if is_there else not target.exists()
        hidden.give_name(target, replace=is_there)
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["file"]


@BOTH_WAYS
def test_a_file_that_came_first_is_kept(tmp_path, monkeypatch, nameless):
    choose_way(monkeypatch, nameless)
    with hidden_file(tmp_path) as hidden:
        (tmp_path / "file").write_bytes(b"came first")
        with pytest.raises(FileExistsError):
            hidden.give_name(tmp_path / "file", replace=False)
    assert (tmp_path / "file").read_bytes() == b"came first"
    assert names(tmp_path) == ["file"]


@BOTH_WAYS
def test_what_was_not_given_a_name_leaves_nothing(tmp_path, monkeypatch, nameless):
    choose_way(monkeypatch, nameless)
    with hidden_file(tmp_path) as hidden:
        hidden.path.write_bytes(b"half")
    assert names(tmp_path) == []


@BOTH_WAYS
def test_the_file_has_the_users_usual_permissions(tmp_path, monkeypatch, nameless):
    choose_way(monkeypatch, nameless)
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "file", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640


@ON_LINUX
def test_a_file_system_without_hard_links_gets_a_copy(tmp_path, monkeypatch):
    def unsupported(*_names, **_how):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(atomic_files.os, "link", unsupported)
    write_whole(tmp_path / "file", b"content")
    assert (tmp_path / "file").read_bytes() == b"content"
    assert names(tmp_path) == ["file"]


WRITER = """
import sys, time
from pathlib import Path
from desktop_unet import atomic_files
if sys.argv[2] == "named":
    atomic_files._nameless = lambda folder: None
with atomic_files.hidden_file(Path(sys.argv[1])) as hidden:
    hidden.path.write_bytes(b"half")
    print("writing", flush=True)
    time.sleep(60)
"""


def start_writer(folder: Path, way: str, repository: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder), way]
    writer = subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, text=True)
    assert writer.stdout.readline() == "writing\n"
    return writer


def end(writer: subprocess.Popen[str]) -> None:
    writer.send_signal(signal.SIGKILL)
    writer.communicate()


@ON_LINUX
def test_a_killed_process_leaves_nothing(tmp_path, repository):
    writer = start_writer(tmp_path, "nameless", repository)
    assert names(tmp_path) == []
    end(writer)
    assert names(tmp_path) == []


@ON_LINUX
def test_where_it_does_the_next_write_takes_it_away_but_nothing_of_the_living(tmp_path, repository):
    dead, living = (start_writer(tmp_path, "named", repository) for _ in range(2))
    try:
        end(dead)
        assert len(names(tmp_path)) == 2
        write_whole(tmp_path / "file", b"")
        left = names(tmp_path)
        assert len(left) == 2
        assert "file" in left
    finally:
        end(living)
    write_whole(tmp_path / "file", b"")
    assert names(tmp_path) == ["file"]


@ON_LINUX
def test_only_files_are_swept_away(tmp_path):
    (tmp_path / f"folder{PART_SUFFIX}").mkdir()
    (tmp_path / "precious").write_bytes(b"mine")
    (tmp_path / f"link{PART_SUFFIX}").symlink_to(tmp_path / "precious")
    os.mkfifo(tmp_path / f"pipe{PART_SUFFIX}")
    atomic_files.sweep(tmp_path)
    assert len(names(tmp_path)) == 4
    assert (tmp_path / "precious").read_bytes() == b"mine"


def test_a_folder_that_is_not_there_is_swept_without_a_word(tmp_path):
    atomic_files.sweep(tmp_path / "nowhere")

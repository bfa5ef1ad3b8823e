"""Setting up: done once, begun again when cut off, and clear where something is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the set-up scripts are tried on Linux")

LOCKS = ("requirements/run.txt", "requirements/test.txt")

# Plays both python3 and the .venv's python: notes its arguments, makes a .venv, fails as told.
PYTHON = """#!/bin/sh
echo "$@" >>"$CALLS"
case "$*" in
    --version) echo "Python 3.11.2" ;;
    "-c "*) [ ! -e "$TOO_OLD" ] ;;
    "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    "-m pip install "*) [ ! -e "$CUT_OFF" ] ;;
esac
"""


class Clone:
    """A copy of the set-up scripts with a python that only notes what it is asked."""

    def __init__(self, repository: Path, folder: Path) -> None:
        self.folder = folder
        for name in ("scripts", "requirements"):
            (folder / name).mkdir()
        for name in ("scripts/set-up.sh", "pyproject.toml", "constraints.txt", *LOCKS):
            shutil.copy(repository / name, folder / name)
        self.calls, self.cut_off, self.too_old = folder / "calls", folder / "cut-off", folder / "too-old"
        write_program(folder / "python", PYTHON)

    def set_up(self, purpose: str) -> subprocess.CompletedProcess[str]:
        self.calls.unlink(missing_ok=True)
        facts = {
            "PYTHON": self.folder / "python",
            "CALLS": self.calls,
            "CUT_OFF": self.cut_off,
            "TOO_OLD": self.too_old,
        }
        environment = os.environ | {name: str(path) for name, path in facts.items()}
        return run("scripts/set-up.sh", purpose, cwd=self.folder, env=environment)

    @property
    def installed(self) -> list[str]:
        """What pip was asked to install by the last call."""
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        return [line.split()[-1] for line in lines if line.startswith("-m pip install") and " -e " in line]

    @property
    def compared(self) -> list[str]:
        """The lists of hashes that the last call compared packages with."""
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        return [line.split()[-1] for line in lines if " --require-hashes --no-deps -r " in line]


def run(script: str | Path, *words: str, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", script, *words], cwd=cwd, env=env, capture_output=True, text=True, timeout=60)


def write_program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def clone(repository: Path, tmp_path: Path) -> Clone:
    return Clone(repository, tmp_path)


def test_what_was_set_up_is_not_set_up_again(clone: Clone) -> None:
    assert clone.set_up("run").returncode == 0
    assert clone.installed == ["."]
    assert clone.set_up("run").returncode == 0
    assert clone.installed == []


def test_the_developers_set_up_serves_users_but_not_the_reverse(clone: Clone) -> None:
    clone.set_up("run")
    clone.set_up("test")
    assert clone.installed == [".[dev]"]
    clone.set_up("run")
    assert clone.installed == []


def test_packages_are_compared_with_their_hashes_unless_the_user_says_no(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone.set_up("run")
    assert clone.compared == ["requirements/run.txt"]
    clone.set_up("test")
    assert clone.compared == ["requirements/test.txt"]
    (clone.folder / ".venv" / ".done-test").unlink()
    monkeypatch.setenv("DESKTOP_UNET_HASHES", "no")
    clone.set_up("test")
    assert clone.compared == []
    assert clone.installed == [".[dev]"]


def test_changed_hashes_are_installed(clone: Clone) -> None:
    clone.set_up("run")
    with (clone.folder / LOCKS[0]).open("a") as pins:
        pins.write("# changed\n")
    clone.set_up("run")
    assert clone.installed == ["."]


def test_changed_pins_are_installed(clone: Clone) -> None:
    clone.set_up("run")
    with (clone.folder / "constraints.txt").open("a") as pins:
        pins.write("another==1.0\n")
    clone.set_up("run")
    assert clone.installed == ["."]


def test_a_set_up_that_was_cut_off_is_begun_again(clone: Clone) -> None:
    clone.cut_off.touch()
    assert clone.set_up("run").returncode != 0
    half_done = clone.folder / ".venv" / "half-done"
    half_done.touch()
    clone.cut_off.unlink()
    assert clone.set_up("run").returncode == 0
    assert clone.installed == ["."]
    assert not half_done.exists()


def test_an_old_python_is_named_and_nothing_is_made(clone: Clone) -> None:
    clone.too_old.touch()
    answer = clone.set_up("run")
    assert answer.returncode == 1
    assert "Python 3.11.2 is too old" in answer.stderr
    assert not (clone.folder / ".venv").exists()


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder of programs: a bare machine's, for a user who is not root."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("uname", "tr", "sed", "find", "head", "cat", "sh"):
        (folder / name).symlink_to(shutil.which(name) or name)
    write_program(folder / "ldconfig", "#!/bin/sh\necho '\tlibGL.so.1 (libc6,x86-64) => /usr/lib/libGL.so.1'\n")
    write_program(folder / "id", "#!/bin/sh\necho 1000\n")
    write_program(folder / "python3", "#!/bin/sh\n")
    return folder


def ask_for_libraries(repository: Path, programs: Path, purpose: str) -> subprocess.CompletedProcess[str]:
    # The script adds the system's sbin folders behind; on some machines these hold apt-get too, hence the copy.
    script = programs / "system-libraries.sh"
    text = (repository / "scripts" / "system-libraries.sh").read_text()
    script.write_text(text.replace("PATH=$PATH:/usr/sbin:/sbin", ""))
    environment = {"PATH": str(programs), "HOME": str(programs)}
    return run(script, purpose, cwd=repository, env=environment)


def test_without_root_the_exact_command_is_printed(repository: Path, programs: Path) -> None:
    write_program(programs / "apt-get", "#!/bin/sh\necho 'must not be called' >&2\nexit 9\n")
    answer = ask_for_libraries(repository, programs, "run")
    assert answer.returncode == 1
    assert "sudo apt-get update && sudo apt-get install --no-install-recommends libglib2.0-0 libegl1" in answer.stderr
    assert "libgl1" not in answer.stderr, "it is there already"
    assert "xvfb" not in answer.stderr
    assert "must not be called" not in answer.stderr


def test_the_tests_need_a_virtual_screen_too(repository: Path, programs: Path) -> None:
    write_program(programs / "apt-get", "#!/bin/sh\n")
    assert " xvfb xdotool" in ask_for_libraries(repository, programs, "test").stderr


def test_root_gets_what_is_missing_installed(repository: Path, programs: Path) -> None:
    write_program(programs / "apt-get", '#!/bin/sh\necho "$@" >&2\n')
    write_program(programs / "id", "#!/bin/sh\necho 0\n")
    answer = ask_for_libraries(repository, programs, "run")
    assert answer.returncode == 0
    update, install = answer.stderr.splitlines()
    assert update.startswith("update")
    assert install.startswith("install -y -qq --no-install-recommends libglib2.0-0 libegl1 ")


def test_elsewhere_than_on_debian_the_libraries_are_named(repository: Path, programs: Path) -> None:
    answer = ask_for_libraries(repository, programs, "run")
    assert answer.returncode == 1
    assert "libxcb-cursor0" in answer.stderr
    assert "apt-get install" not in answer.stderr


def test_where_nothing_is_missing_nothing_is_said(repository: Path) -> None:
    answer = run("scripts/system-libraries.sh", "test", cwd=repository, env=dict(os.environ))
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")

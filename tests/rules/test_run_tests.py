"""All tests at once are all tests, and one that fails is one too many."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import run_tests

# Plays pytest: says what it was asked, and fails where it is told to.
PYTEST = 'echo "asked: $@"; [ "$1" != "$FAILS" ]'


@pytest.mark.parametrize(("fails", "code"), [("neither", 0), ("tests/ui", 1), ("--ignore=tests/ui", 1)])
def test_both_shares_are_run_shown_and_counted(
    fails: str, code: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_tests, "PYTEST", ("sh", "-c", PYTEST, "pytest"))
    monkeypatch.setattr("sys.argv", ["run_tests.py", "-x"])
    monkeypatch.setenv("FAILS", fails)
    assert run_tests.main() == code
    assert capfd.readouterr().out == "asked: --ignore=tests/ui -x\nasked: tests/ui -x\n"


def test_the_window_has_a_share_of_its_own(repository: Path) -> None:
    assert (repository / run_tests.WINDOW / "conftest.py").is_file()

"""Closed in mid-run the program ends well and leaves no process behind; ``benchmarks/closing.py`` counts 30 times."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="what is left behind is found as Linux tells it")
@pytest.mark.parametrize("kind", ["opening", "enlarging"])
def test_nothing_is_left_of_a_program_that_was_closed_in_mid_run(kind: str) -> None:
    words = [sys.executable, str(REPOSITORY / "benchmarks" / "closing.py"), "--times", "1", "--kinds", kind]
    ended = subprocess.run(
        words, capture_output=True, text=True, timeout=240, env=os.environ | {"OMP_NUM_THREADS": "1"}
    )
    assert "exit code 0" in ended.stdout, ended.stdout + ended.stderr
    assert "left behind:" not in ended.stdout, ended.stdout

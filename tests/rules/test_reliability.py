"""Every test that docs/reliability.md names is there, in the file that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

NAMED = re.compile(r"`((?:tests/)?[\w/]+\.py)?(?:::)?(test_\w+(?!\w*\.py)\b)?`")


def named_tests(text: str, repository: Path) -> Iterator[tuple[Path, str | None]]:
    """File and function of each test that a row names; a function without a file is of the row's last file.

    Files are under tests/imaging/ unless the section before the table says otherwise.
    """
    folder = repository / "tests" / "imaging"
    for line in text.splitlines():
        if said := re.fullmatch(r"Tests are under `(tests/\w+/)`\.", line):
            folder = repository / said[1]
        file = None
        for path, function in NAMED.findall(line.split("|")[2] if line.startswith("| ") else ""):
            if path:
                file = repository / path if path.startswith("tests/") else folder / path
            if file is not None and (path or function):
                yield file, function or None


def test_every_named_test_is_there(repository: Path) -> None:
    text = (repository / "docs" / "reliability.md").read_text()
    named = list(named_tests(text, repository))
    assert len(named) > 60
    missing = [
        f"{file.relative_to(repository)}::{function}"
        for file, function in named
        if not file.is_file() or (function and not re.search(rf"def {function}\(", file.read_text()))
    ]
    assert not missing

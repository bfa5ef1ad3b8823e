"""An audit that could look up nothing does not look like a clean one."""

from __future__ import annotations

import pytest

from scripts.audit import verdict

CLEAN = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {"name": "b", "skip_reason": "Dependency not found"}
WEAK = {"name": "c", "version": "1", "vulns": [{"id": "CVE-1"}, {"id": "CVE-2"}]}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([CLEAN, CLEAN], 0, ["No weakness is known of any of the 2 pinned packages."]),
        ([SKIPPED, SKIPPED], 2, ["Of 2 pinned packages none could be audited"]),
        ([CLEAN, SKIPPED], 2, ["Of 2 pinned packages 1 could be audited"]),
        ([CLEAN, WEAK, SKIPPED], 1, ["c: CVE-1", "c: CVE-2", "Of 3 pinned packages 2 could"]),
    ],
)
def test_what_was_not_looked_up_is_said_in_one_sentence(packages: list, code: int, said: list[str]) -> None:
    found, lines = verdict(packages)
    assert found == code
    assert len(lines) == len(said)
    assert all(line.startswith(beginning) for line, beginning in zip(lines, said, strict=True))

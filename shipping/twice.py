"""Whether two builds from one commit are the same.

    python -m shipping.make --twice            builds twice and compares
    python -m shipping.twice FOLDER FOLDER     compares two packed folders

Comes in: two packed folders. Goes out: what differs.
"""

from __future__ import annotations

import filecmp
import sys
from pathlib import Path


def differences(one: Path, other: Path) -> list[str]:
    """A line per file that only one of them has, or whose bytes, rights, date or link differ."""
    ours, theirs = _places(one), _places(other)
    lines = [f"only in the first: {place}" for place in sorted(ours - theirs)]
    lines += [f"only in the second: {place}" for place in sorted(theirs - ours)]
    return lines + [line for place in sorted(ours & theirs) for line in _compare(place, one / place, other / place)]


def _places(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def _compare(place: str, one: Path, other: Path) -> list[str]:
    if one.is_symlink() or other.is_symlink():
        same = one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
        return [] if same else [f"links elsewhere: {place}"]
    if one.is_file() and not filecmp.cmp(one, other, shallow=False):
        return [f"other bytes: {place}"]
    ours, theirs = one.stat(), other.stat()
    same = (ours.st_mode, int(ours.st_mtime)) == (theirs.st_mode, int(theirs.st_mtime))
    return [] if same else [f"other rights or date: {place}"]


def tell(one: Path, other: Path) -> int:
    """Print what differs; how many lines."""
    lines = differences(one, other)
    print("\n".join(lines) or f"the same {len(_places(one))} files and folders, byte by byte")
    return len(lines)


if __name__ == "__main__":
    sys.exit(bool(tell(*map(Path, sys.argv[1:3]))))

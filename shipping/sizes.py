"""What takes the space.

Comes in: the packed folder, or the files that were made of it. Goes out: rows for a table, and whether it is too much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shipping.contents import COMPRESSED_LIMIT_MB, UNPACKED_LIMIT_MB

OWN = ("desktop_unet", "resources", "weights")
GROUPS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    # what a person calls it, whether a place in the package belongs to it; the first that fits counts
    ("torch: libtorch_cpu", lambda place: "libtorch_cpu" in place),
    ("torch: other libraries", lambda place: "torch/" in place and ".so" in place),
    ("torch: sources and data", lambda place: "torch/" in place),
    ("NVIDIA's libraries", lambda place: "nvidia" in place),
    ("Qt and PySide", lambda place: any(name in place for name in ("PySide6", "shiboken6", "libQt6"))),
    ("numpy with OpenBLAS", lambda place: "numpy" in place),
    ("libvips", lambda place: "vips" in place),
    ("Pillow", lambda place: "PIL/" in place or "pillow" in place),
    ("networks (weights)", lambda place: "weights/" in place),
    ("the program's resources", lambda place: "resources/" in place),
    ("modules of Python in the executable", lambda place: place.startswith("desktop-unet")),
    ("Python and its library", lambda place: "python3" in place or "base_library" in place),
)
OTHER = "everything else"
MB = 1_000_000


class TooLarge(Exception):
    """The package has outgrown its limit."""


@dataclass(frozen=True)
class Size:
    """One row: a name and bytes."""

    name: str
    bytes: int

    def __str__(self) -> str:
        return f"{self.bytes / MB:8.1f} MB  {self.name}"


def folder_size(folder: Path) -> int:
    """Bytes of all files in the folder; links count nothing."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def list_sizes(folder: Path) -> list[Size]:
    """The groups by size, largest first."""
    groups: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            place = path.relative_to(folder).as_posix()
            groups[next((name for name, fits in GROUPS if fits(place)), OTHER)] += path.stat().st_size
    return [Size(name, count) for name, count in groups.most_common()]


def check_unpacked(folder: Path) -> None:
    """Hold the folder to its limit.

    Raises:
        TooLarge: it is larger.
    """
    _check(Size(folder.name, folder_size(folder)), UNPACKED_LIMIT_MB)


def check_compressed(file: Path) -> None:
    """Hold an archive to its limit.

    Raises:
        TooLarge: it is larger.
    """
    _check(Size(file.name, file.stat().st_size), COMPRESSED_LIMIT_MB)


def _check(size: Size, limit_mb: int) -> None:
    if size.bytes > limit_mb * MB:
        raise TooLarge(f"{size.name} is {size.bytes / MB:.1f} MB, more than {limit_mb} MB; see shipping/contents.py")

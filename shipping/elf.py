"""What the packed libraries ask of the system that they run on.

Comes in: the packed folder. Goes out: libraries, Debian's packages of them, and the oldest C library that will do.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from shipping.origins import OriginUnknown, ask_dpkg
from shipping.selection import Entries

C_LIBRARY = frozenset(
    {
        "ld-linux-x86-64.so.2",
        "libc.so.6",
        "libdl.so.2",
        "libm.so.6",
        "libpthread.so.0",
        "libresolv.so.2",
        "librt.so.1",
        "libutil.so.1",
    }
)
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
"""Needed by Qt's plugins for Wayland alone: who has Wayland has them, and without them Qt goes on with X11."""
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_GLIBC = re.compile(r"Name: GLIBC_(\d+)\.(\d+)(?:\.\d+)?\b")


def elf_files(folder: Path) -> Iterator[Path]:
    """Executables and libraries in the folder, each once."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def without_orphans(entries: Entries) -> Entries:
    """PyInstaller's list of libraries without the system's that nothing in it needs any more.

    They came along for plugins that are left out afterwards; one of GTK draws in fifty.
    """
    by_name = {Path(place).name: (place, source) for place, source, _ in entries}
    queue = [name for name, (place, _) in by_name.items() if not _is_of_the_system(place)]
    reached: set[str] = set()
    while queue:
        name = queue.pop()
        if name in by_name and name not in reached:
            reached.add(name)
            queue += _NEEDED.findall(_readelf("-d", Path(by_name[name][1]).resolve()))
    return [entry for entry in entries if Path(entry[0]).name in reached]


def _is_of_the_system(place: str) -> bool:
    """PyInstaller puts what it finds in the system, and second names of libraries, beside the packages' folders."""
    return "/" not in place and place.startswith("lib") and ".so" in place and not place.startswith("libpython")


def needed_libraries(folder: Path) -> list[str]:
    """Names of libraries that the folder needs and does not hold, the C library and Wayland's left out."""
    files = list(elf_files(folder))
    held = {path.name for path in folder.rglob("*.so*")}
    needed = {name for path in files for name in _NEEDED.findall(_readelf("-d", path))}
    return sorted(needed - held - C_LIBRARY - WAYLAND.keys())


def needed_glibc(folder: Path) -> str:
    """Version of the oldest C library that has every function that is called."""
    found = {(int(a), int(b)) for path in elf_files(folder) for a, b in _GLIBC.findall(_readelf("-V", path))}
    return "{}.{}".format(*max(found))


def needed_packages(folder: Path) -> list[str]:
    """What Debian calls all that, as for a control file's Depends.

    Raises:
        OriginUnknown: a library that is in no installed package.
    """
    return [f"libc6 (>= {needed_glibc(folder)})", *sorted({_package_of(name) for name in needed_libraries(folder)})]


def _package_of(library: str) -> str:
    for line in _known_libraries().splitlines():
        name, _, path = line.strip().partition(" => ")
        if name.split(" ")[0] == library and "x86-64" in name:
            package = ask_dpkg(path)
            if package:
                return package
    raise OriginUnknown(f"no installed package has {library}; run scripts/system-libraries.sh package")


@cache
def _known_libraries() -> str:
    return subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout


@cache
def _readelf(option: str, path: Path) -> str:
    return subprocess.run(["readelf", "-W", option, path], capture_output=True, text=True, check=True).stdout

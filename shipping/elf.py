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

C_LIBRARY = {"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libutil.so.1", "ld-linux-x86-64.so.2"}
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_GLIBC = re.compile(r"Name: GLIBC_(\d+)\.(\d+)(?:\.\d+)?\b")


def elf_files(folder: Path) -> Iterator[Path]:
    """Executables and libraries in the folder, each once."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def needed_libraries(folder: Path) -> list[str]:
    """Names of libraries that the folder needs and does not hold, the C library left out."""
    files = list(elf_files(folder))
    held = {path.name for path in folder.rglob("*.so*")}
    needed = {name for path in files for name in _NEEDED.findall(_readelf("-d", path))}
    return sorted(needed - held - C_LIBRARY)


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

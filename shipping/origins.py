"""Whose every packed file is: the project's own, Python's, a package's of PyPI, or the system's.

Comes in: the manifest that ``build.spec`` writes. Goes out: ``Part`` values, which ``notices`` and ``sbom`` tell of.
"""

from __future__ import annotations

import functools
import json
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from shipping.contents import REPOSITORY

COMMON_LICENCES = Path("/usr/share/common-licenses")
LICENCE_WORDS = ("licen", "copying", "notice", "copyright", "authors")

TEXTLESS = {"pyside6-essentials": ("LGPL-3", "GPL-3"), "shiboken6": ("LGPL-3", "GPL-3")}
"""Packages whose wheels bring no text of their licence, and which of Debian's common texts it is."""

LICENCES = {
    # packages that name their licence in words only, as the identifiers that SPDX has for it
    "pyside6-essentials": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "shiboken6": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "safetensors": "Apache-2.0",
    "sympy": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
}


_OF_PYTHON = ("libpython", "base_library.zip")
"""Starts of names: Python's own library, and PyInstaller's archive of the modules that Python needs to start."""


@dataclass(frozen=True, order=True)
class Part:
    """Something in the package that others made.

    Args:
        kind: ``python``, ``pypi`` or ``debian``.
        name: canonical name.
        version: as its maker counts.
        licence: SPDX expression or the maker's words; empty where only the texts say.
        texts: files with its licences and notices.
        files: how many packed files come from it.
    """

    kind: str
    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]
    files: int


class OriginUnknown(Exception):
    """A file goes into the package and nobody knows whose it is."""


def read_manifest(path: Path) -> list[Path]:
    """Files that went into the package, each once."""
    return sorted({Path(source) for source in json.loads(path.read_text("utf-8")) if Path(source).is_file()})


def find_parts(sources: Iterable[Path]) -> list[Part]:
    """Whose the files are, sorted; the project's own are left out.

    Raises:
        OriginUnknown: names the first files of unknown origin.
    """
    owners = _files_of_distributions()
    counts: dict[tuple[str, str], int] = {("pypi", "pyinstaller"): 1}  # its loader is in the executable
    left = []
    for source in sources:
        owner = _owner_in_python(source, owners)
        if owner is None:
            left.append(source)
        elif owner != ("own", ""):
            counts[owner] = counts.get(owner, 0) + 1
    for name in _debian_owners(left):
        counts["debian", name] = counts.get(("debian", name), 0) + 1
    return sorted(_describe(kind, name, files) for (kind, name), files in counts.items())


@functools.cache
def _files_of_distributions() -> dict[str, str]:
    owners: dict[str, str] = {}
    for each in distributions():
        owner, home = canonicalize_name(each.metadata["Name"]), str(each.locate_file(""))
        owners |= {f"{home}/{file}": owner for file in each.files or ()}
    return owners


def _owner_in_python(source: Path, owners: dict[str, str]) -> tuple[str, str] | None:
    if source.is_relative_to(REPOSITORY) and ".venv" not in source.parts:
        return "own", ""
    if str(source) in owners:
        return "pypi", owners[str(source)]
    real = source.resolve()
    if str(real) in owners:
        return "pypi", owners[str(real)]
    homes = {Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib")}
    if any(real.is_relative_to(home) for home in homes) or real.name.startswith(_OF_PYTHON):
        return "python", "python"
    return None


def _debian_owners(files: list[Path]) -> list[str]:
    """Debian's package of each file.

    Raises:
        OriginUnknown: dpkg does not know one, or there is no dpkg.
    """
    found: list[str] = []
    unknown: list[str] = []
    for file in files:
        name = next(filter(None, map(ask_dpkg, {str(file), str(file.resolve())})), None)
        (found if name else unknown).append(name or str(file))
    if unknown:
        raise OriginUnknown(f"whose are {', '.join(unknown[:5])}? Without that no notice can be given.")
    return found


@functools.cache
def ask_dpkg(path: str) -> str | None:
    """The package that holds a file; /lib and /usr/lib are one folder, but dpkg knows only one of the names."""
    if shutil.which("dpkg-query") is None:
        return None
    for name in (path, path.removeprefix("/usr"), f"/usr{path}"):
        answer = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True)
        if answer.returncode == 0:
            return answer.stdout.split(":")[0]
    return None


def _describe(kind: str, name: str, files: int) -> Part:
    if kind == "python":
        text = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
        texts = (text,) if text.is_file() else _debian_texts(f"libpython3.{sys.version_info.minor}-minimal")
        return Part(kind, name, platform.python_version(), "PSF-2.0", texts, files)
    if kind == "debian":
        words = ["dpkg-query", "-W", "-f", "${Version}", name]
        version = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()[0]
        return Part(kind, name, version, "", _debian_texts(name), files)
    found = distribution(name)
    return Part(kind, name, found.version, _licence_of(found, name), _texts_of(found, name), files)


def _licence_of(found: Distribution, name: str) -> str:
    said = next((found.metadata[key] for key in ("License-Expression", "License") if key in found.metadata), "")
    return LICENCES.get(name) or (said if "\n" not in said else "")


def _texts_of(found: Distribution, name: str) -> tuple[Path, ...]:
    texts = [
        Path(str(found.locate_file(file)))
        for file in found.files or ()
        if any(word in file.name.lower() for word in LICENCE_WORDS) and file.suffix in ("", ".txt", ".md", ".rst")
    ]
    texts += [COMMON_LICENCES / common for common in TEXTLESS.get(name, ())]
    return tuple(sorted(text for text in texts if text.is_file()))


def _debian_texts(name: str) -> tuple[Path, ...]:
    text = Path("/usr/share/doc") / name / "copyright"
    return (text,) if text.is_file() else ()

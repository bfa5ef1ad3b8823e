"""Applies the tables of ``contents.py`` to what PyInstaller finds.

Comes in: PyInstaller's lists of modules, libraries and data. Goes out: the same without what nobody needs.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from shipping.contents import (
    DATA_FOLDERS,
    EXCLUDED_FILES,
    EXCLUDED_MODULES,
    ICU_LIBRARY,
    KEPT_FILES,
    KEPT_MODULES,
    READS_ITSELF,
    REPOSITORY,
    STRIPPED_FILES,
)
from shipping.icu import smaller_data

Entries = list[tuple[str, str, str]]
"""PyInstaller's lists: (place in the package, file, kind)."""

_VERSION = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)


def version() -> str:
    """The program's version, without importing it."""
    found = _VERSION.search((REPOSITORY / "desktop_unet" / "__init__.py").read_text("utf-8"))
    assert found, "desktop_unet/__init__.py says no version"
    return found.group(1)


def flavour() -> str:
    """``cpu``, or the CUDA that the installed torch brings along, as in ``cuda13.0``."""
    text = Path(str(distribution("torch").locate_file("torch/version.py"))).read_text("utf-8")
    found = re.search(r"^cuda.*= '([\d.]+)'", text, re.MULTILINE)
    return f"cuda{found.group(1)}" if found else "cpu"


def data_files() -> Iterator[tuple[str, str]]:
    """(file, folder in the package) of all that lies in ``DATA_FOLDERS``, sorted; the manual and the licence."""
    from desktop_unet.studio.manual import PACKED_PICTURES, manual_files

    for folder in DATA_FOLDERS:
        for path in sorted((REPOSITORY / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield str(path), path.relative_to(REPOSITORY).parent.as_posix()
    manual = manual_files(REPOSITORY / "docs", PACKED_PICTURES)
    for path in sorted({*manual, REPOSITORY / "LICENSE"}):
        yield str(path), path.relative_to(REPOSITORY).parent.as_posix()


def is_wanted(place: str) -> bool:
    """Whether a file belongs into the package; ``place`` is where it would lie there."""
    place = place.replace("\\", "/")
    if any(fnmatch(place, pattern) for pattern in KEPT_FILES) or place in _qt_translations():
        return True
    return not any(fnmatch(place, pattern) for pattern, _ in EXCLUDED_FILES)


def is_stripped(place: str) -> bool:
    """Whether a library is to be stripped."""
    return any(fnmatch(place, pattern) for pattern in STRIPPED_FILES)


def languages() -> set[str]:
    """Languages that the program speaks besides English: those of the .qm files in resources/."""
    found = (
        re.search(r"(?:^|_)([a-z]{2}(?:_[A-Z]{2})?)$", path.stem) for path in (REPOSITORY / "resources").rglob("*.qm")
    )
    return {match.group(1) for match in found if match}


@cache
def _qt_translations() -> frozenset[str]:
    return frozenset(f"PySide6/Qt/translations/qtbase_{language}.qm" for language in languages())


def excluded_modules() -> list[str]:
    """Names of the table, and of every installed package that the program does not depend on.

    A package comes along as soon as ``dependencies`` in pyproject.toml names it, or something named there
    needs it.
    """
    needed = run_time_distributions()
    strangers = {
        name
        for name, owners in packages_distributions().items()
        if not needed & {canonicalize_name(owner) for owner in owners} and name.isidentifier()
    }
    named = {module for name, _ in EXCLUDED_MODULES for module in _expand(name)}
    return sorted(named | strangers)


def _expand(name: str) -> list[str]:
    """A row's name; where it ends in a star, every module of that package but ``KEPT_MODULES``."""
    package, star, _ = name.partition(".*")
    if not star:
        return [name]
    return [module for module in modules_of(package) if module != package and module not in KEPT_MODULES]


def modules_of(package: str) -> list[str]:
    """Names of a package's modules, its own among them, by their files; nothing is imported."""
    top = package.partition(".")[0]
    root = Path(str(distribution(top).locate_file("")))
    home = root / package.replace(".", "/")
    parts = [path.relative_to(root).with_suffix("").parts for path in sorted(home.rglob("*.py"))]
    return [".".join(part[:-1] if part[-1] == "__init__" else part) for part in parts]


def torch_modules() -> list[str]:
    """Every module of torch that is not left out, and the packages of CUDA's libraries, if any."""
    left_out = tuple(f"{name}." for name in excluded_modules())
    cuda = [name for name in packages_distributions() if name == "nvidia"]
    return [name for name in modules_of("torch") if not f"{name}.".startswith(left_out)] + cuda


def source_modes() -> dict[str, str]:
    """Of which modules of torch the sources go in beside the byte code, in PyInstaller's words."""
    root = Path(str(distribution("torch").locate_file("")))
    modes = {"torch": "pyz"}
    for module in torch_modules():
        path = root / f"{module.replace('.', '/')}.py"
        source = path.read_text("utf-8") if path.is_file() else ""
        if any(words in source for words in READS_ITSELF):
            modes[module] = "pyz+py"
    return modes


def run_time_distributions() -> set[str]:
    """Canonical names of the program's dependencies and of theirs, as far as they are installed."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    queue, seen = [Requirement(line) for line in project["dependencies"]], {"desktop-unet"}
    while queue:
        wanted = queue.pop()
        name = canonicalize_name(wanted.name)
        if name not in seen or wanted.extras:
            seen.add(name)
            queue += _needs(name, wanted.extras - seen)
    return {name for name in seen if _is_installed(name)}


def _needs(name: str, extras: Iterable[str]) -> list[Requirement]:
    try:
        lines = distribution(name).requires or []
    except PackageNotFoundError:
        return []
    needs = [Requirement(line) for line in lines]
    environments = [{"extra": extra} for extra in (*extras, "")]
    return [need for need in needs if not need.marker or any(map(need.marker.evaluate, environments))]


def _is_installed(name: str) -> bool:
    try:
        return bool(distribution(name))
    except PackageNotFoundError:
        return False


def wanted(entries: Entries) -> Entries:
    """The entries whose files belong into the package, in an order that does not change."""
    return sorted(entry for entry in entries if is_wanted(entry[0]))


def write_sources(entries: Iterable[tuple[str, str, str]], work: Path) -> None:
    """Note which files go in, for the notices and the bill of materials."""
    sources = sorted({str(source) for _, source, kind in entries if source and kind != "SYMLINK"})
    (work / "sources.json").write_text(json.dumps(sources, indent=0), "utf-8")


def lightened(entries: Entries, work: Path) -> Entries:
    """The same entries; libraries of which something can be cut out from copies in ``work`` (Linux)."""
    if not sys.platform.startswith("linux"):
        return entries
    return [
        (place, source if kind == "SYMLINK" else _lightened(place, source, work / "light" / place), kind)
        for place, source, kind in entries
    ]


def _lightened(place: str, source: str, target: Path) -> str:
    if fnmatch(place, ICU_LIBRARY):
        target.parent.mkdir(parents=True, exist_ok=True)
        smaller_data(Path(source), target, {"en", *languages()})
    elif is_stripped(place):
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["strip", "--strip-unneeded", "-o", target, source], check=True)
    else:
        return source
    return str(target)

"""ICU's data without the languages and encodings that the program does not speak (Linux).

Qt's wheel brings the data for all of them, 32 MB, in a library that holds nothing else. Qt sorts names by it and
reads old encodings with it; what is not there it sorts by the rules that hold for every language.

Comes in: that library. Goes out: one with the same name and less in it.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

from shipping.contents import ICU_DATA

_SYMBOL = re.compile(r"\b(icudt\d+)_dat\b")


def smaller_data(library: Path, target: Path, languages: Iterable[str]) -> None:
    """Write the library with the data of these languages alone.

    Args:
        library: Qt's ``libicudata.so``.
        target: the file to write; its folder is for what arises on the way.
        languages: as in ``vi`` or ``pt_BR``; what all languages share stays in any case.
    """
    name = _package_name(library)
    whole, part = target.parent / f"{name}l.dat", target.parent / "part" / f"{name}l.dat"
    part.parent.mkdir(parents=True, exist_ok=True)
    _run("objcopy", "-O", "binary", "-j", ".rodata", library, whole)
    left_out = [item for item in _items(whole) if not _is_kept(item, set(languages))]
    listing = target.parent / "left-out.txt"
    listing.write_text("\n".join(left_out) + "\n", "ascii")
    _run("icupkg", "--remove", listing, whole, part)
    _link(part, f"{name}_dat", target, library.name)
    whole.unlink()


def _package_name(library: Path) -> str:
    found = _SYMBOL.search(_run("readelf", "--dyn-syms", "-W", library))
    assert found, f"{library} holds no data of ICU"
    return found.group(1)


def _items(package: Path) -> Iterator[str]:
    return (line.strip() for line in _run("icupkg", "--list", package).splitlines() if line.strip())


def _is_kept(item: str, languages: set[str]) -> bool:
    if any(fnmatch(item, pattern) for pattern, _ in ICU_DATA):
        return True
    folder, _, file = item.rpartition("/")
    return folder in ("", "coll") and file.removesuffix(".res") in languages


def _link(package: Path, symbol: str, target: Path, name: str) -> None:
    """A library that holds the file as one symbol."""
    source, part = target.with_suffix(".s"), target.with_suffix(".o")
    lines = [".section .rodata", f".globl {symbol}", f".type {symbol}, @object", ".balign 16"]
    lines += [f"{symbol}:", f'.incbin "{package.name}"', f".size {symbol}, . - {symbol}"]
    lines += ['.section .note.GNU-stack,"",@progbits', ""]
    source.write_text("\n".join(lines), "ascii")
    _run("as", "-I", package.parent, "-o", part, source)
    _run("ld", "-shared", "-z", "noexecstack", "-soname", name, "-o", target, part)
    part.unlink()


def _run(*words: object) -> str:
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, check=True).stdout

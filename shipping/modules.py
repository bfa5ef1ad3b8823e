"""The modules in the executable: byte code that packs well.

PyInstaller compresses each module by itself, and what is compressed once no archive makes smaller; laid in as it is,
all of them together become a third less in the archive. So that the folder does not grow by as much, byte code goes in
without columns (tracebacks still name lines), and that of some packages without docstrings.

Comes in: PyInstaller's list of modules. Goes out: the same, marked; and PyInstaller told not to compress.
"""

from __future__ import annotations

from PyInstaller.archive.writers import ZlibArchiveWriter

from shipping.contents import DOCLESS_PACKAGES
from shipping.selection import Entries

BUILD_ENVIRONMENT = {"PYTHONNODEBUGRANGES": "1"}
"""Python's own switch that leaves the columns out."""
WITHOUT_DOCSTRINGS = "PYMODULE-2"
"""PyInstaller's word for a module that is compiled as by ``python -OO``."""


def lean(modules: Entries) -> Entries:
    """A new list, which PyInstaller compiles anew: what it has compiled itself came from a cache with columns."""
    return [(name, source, _kind(name, kind)) for name, source, kind in modules]


def _kind(name: str, kind: str) -> str:
    return WITHOUT_DOCSTRINGS if name.partition(".")[0] in DOCLESS_PACKAGES else kind


def store_uncompressed() -> None:
    """Modules are laid into the executable as they are; whoever packs the folder packs them too."""
    assert hasattr(ZlibArchiveWriter, "_COMPRESSION_LEVEL"), "this version of PyInstaller calls it something else"
    ZlibArchiveWriter._COMPRESSION_LEVEL = 0

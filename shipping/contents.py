"""What goes into the package and what stays out, as tables.

Comes in: PyInstaller's lists of what it found. Goes out: the same without what nobody needs. Every row of
the tables was proven by ``make test-package``; to try another, add a row and run it again.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parent.parent

UNPACKED_LIMIT_MB, COMPRESSED_LIMIT_MB = 650, 150
"""Of the CPU build, weights included, in millions of bytes."""

EXCLUDED_MODULES: tuple[tuple[str, str], ...] = (
    # module, why nobody misses it
    ("torch._inductor.codegen", "writes kernels for torch.compile, which needs a compiler anyway"),
    ("torch._inductor.fx_passes", "the same"),
    ("torch._inductor.kernel", "the same"),
    ("torch._inductor.autoheuristic", "the same"),
    ("torch._inductor.package", "the same"),
    ("torch._inductor.compile_worker", "the same"),
    ("torch.onnx._internal", "exporting to ONNX"),
    ("torch.utils.tensorboard", "logs for TensorBoard"),
    ("torch.utils.benchmark", "torch's own stopwatch"),
    ("torch.utils.hipify", "porting CUDA sources"),
    ("torch.utils.model_dump", "pages about models"),
    ("torch.utils.bottleneck", "torch's own profiling script"),
    ("torch.testing._internal", "torch's own tests"),
    ("torch.test", "torch's own tests"),
    ("torchgen", "builds torch itself"),
    ("torch.distributed.elastic", "torchrun, which starts teams of processes from a source tree"),
    ("torch.distributed.launcher", "the same"),
    ("torch.distributed.pipelining", "networks spread over machines"),
    ("torch.distributed.checkpoint", "checkpoints spread over machines; ours are one file"),
    ("torch.distributed.tensor.examples", "examples"),
    ("torch.distributed.benchmarks", "benchmarks"),
    ("networkx", "only torch.compile's partitioner draws graphs"),
    ("jinja2", "only torch.compile's templates"),
    ("fsspec", "only checkpoints spread over machines"),
    ("setuptools", "builds C++ extensions"),
    ("numpy.f2py", "compiles Fortran"),
    ("numpy.distutils", "compiles C"),
    ("PIL.ImageTk", "Tk"),
    ("PIL._avif", "libvips reads and writes AVIF"),
    ("PIL.ImageQt", "PySide6 is spoken to directly"),
    ("PySide6.QtNetwork", "the program opens no network connection"),
    ("ssl", "the same"),
    ("_ssl", "the same; brings OpenSSL"),
    ("_hashlib", "brings OpenSSL; Python's own SHA-256 is there"),
    ("sqlite3", "no database"),
    ("curses", "no terminal screens"),
    ("readline", "no prompt"),
    ("tkinter", "Qt is the toolkit"),
    ("lib2to3", "Python 2"),
    ("ensurepip", "nothing is installed into the package"),
    ("idlelib", "Python's editor"),
    ("pydoc_data", "Python's manual"),
    ("test", "Python's own tests"),
)

EXCLUDED_FILES: tuple[tuple[str, str], ...] = (
    # pattern of the place in the package, why nobody misses it
    ("torch/test/*", "torch's own tests"),
    ("torch/bin/*", "torch's own tests and protoc (torch_shm_manager is kept)"),
    ("torch/include/*", "headers"),
    ("torch/share/*", "CMake files"),
    ("torch/lib/libtorchbind_test.so", "torch's own tests"),
    ("torch/lib/libbackend_with_compiler.so", "torch's own tests"),
    ("torch/lib/libjitbackend_test.so", "torch's own tests"),
    ("torch/lib/libaoti_custom_ops.so", "torch's own tests"),
    ("torch/_inductor/*.h", "sources for torch.compile"),
    ("torch/_export/serde/*.yaml", "checks of exported programs"),
    ("torch/utils/model_dump/*", "pages about models"),
    ("PySide6/Qt/qml/*", "no QML"),
    ("PySide6/Qt/plugins/qmltooling/*", "no QML"),
    ("PySide6/Qt/plugins/sqldrivers/*", "no database"),
    ("PySide6/Qt/plugins/tls/*", "no network"),
    ("PySide6/Qt/plugins/networkinformation/*", "no network"),
    ("PySide6/Qt/plugins/generic/*", "tablets and touch screens without a desktop"),
    ("PySide6/Qt/plugins/egldeviceintegrations/*", "screens without a desktop"),
    ("PySide6/Qt/plugins/platforms/libq[elmv]*", "screens without a desktop, and VNC"),
    ("PySide6/Qt/plugins/platformthemes/libqgtk3*", "would bring all of GTK; the portals' dialogs are kept"),
    ("PySide6/Qt/plugins/wayland-graphics-integration-server/*", "for programs that are a desktop"),
    ("PySide6/Qt/plugins/vectorimageformats/*", "no QML"),
    ("PySide6/Qt/plugins/imageformats/*", "photos are read by libvips (SVG, GIF and ICO are kept)"),
    ("PySide6/Qt/plugins/platforminputcontexts/*virtualkeyboard*", "needs QML"),
    ("PySide6/Qt/lib/libQt6Qml*", "no QML"),
    ("PySide6/Qt/lib/libQt6Quick*", "no QML"),
    ("PySide6/Qt/lib/libQt6VirtualKeyboard*", "needs QML"),
    ("PySide6/Qt/lib/libQt6Network*", "no network"),
    ("PySide6/Qt/lib/libQt6EglF*", "screens without a desktop"),
    ("PySide6/Qt/lib/libQt6WaylandCompositor*", "for programs that are a desktop"),
    ("libQt6*", "second names of Qt's libraries, for plugins that are left out"),
    ("PySide6/Qt/translations/*", "of Qt's tools (qtbase is kept)"),
    ("*.dist-info/*", "what pip noted; the notices are gathered by shipping/notices.py"),
)

KEPT_FILES: tuple[str, ...] = (
    "torch/bin/torch_shm_manager",
    "PySide6/Qt/plugins/imageformats/*svg*",
    "PySide6/Qt/plugins/imageformats/*gif*",
    "PySide6/Qt/plugins/imageformats/*ico*",
    "PySide6/Qt/translations/qtbase_*",
)
"""Exceptions to ``EXCLUDED_FILES``."""

STRIPPED_FILES: tuple[str, ...] = (
    "torch/lib/libtorch_cpu.so",
    "torch/lib/libtorch_python.so",
    "libpython3*.so*",
    "python3*/lib-dynload/*.so",
)
"""Libraries whose symbol tables for debuggers are cut out (Linux). Never those of numpy, Pillow and libvips:
their wheels move sections about, and ``strip`` breaks them."""

HIDDEN_PACKAGES = ("desktop_unet",)
"""Packages of which every module goes in, whoever imports it."""

DATA_FOLDERS = ("resources", "weights")
"""Folders of the source tree that go in whole."""

VERSION_SCRIPT = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)


def version() -> str:
    """The program's version, without importing it."""
    found = VERSION_SCRIPT.search((REPOSITORY / "desktop_unet" / "__init__.py").read_text("utf-8"))
    assert found, "desktop_unet/__init__.py says no version"
    return found.group(1)


def flavour() -> str:
    """``cpu``, or the CUDA that the installed torch brings along, as in ``cuda13.0``."""
    text = Path(str(distribution("torch").locate_file("torch/version.py"))).read_text("utf-8")
    found = re.search(r"^cuda.*= '([\d.]+)'", text, re.MULTILINE)
    return f"cuda{found.group(1)}" if found else "cpu"


def data_files() -> Iterator[tuple[str, str]]:
    """(file, folder in the package) of all that lies in ``DATA_FOLDERS``, sorted."""
    for folder in DATA_FOLDERS:
        for path in sorted((REPOSITORY / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield str(path), path.relative_to(REPOSITORY).parent.as_posix()


def is_wanted(place: str) -> bool:
    """Whether a file belongs into the package; ``place`` is where it would lie there."""
    place = place.replace("\\", "/")
    if any(fnmatch(place, pattern) for pattern in KEPT_FILES):
        return True
    return not any(fnmatch(place, pattern) for pattern, _ in EXCLUDED_FILES)


def is_stripped(place: str) -> bool:
    """Whether a library is to be stripped."""
    return any(fnmatch(place, pattern) for pattern in STRIPPED_FILES)


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
    return sorted({name for name, _ in EXCLUDED_MODULES} | strangers)


def torch_modules() -> list[str]:
    """Every module of torch but those of the table, found by file name; and the packages of CUDA, if any."""
    home = Path(str(distribution("torch").locate_file("torch")))
    parts = [path.relative_to(home.parent).with_suffix("").parts for path in sorted(home.rglob("*.py"))]
    names = {".".join(part[:-1] if part[-1] == "__init__" else part) for part in parts}
    left_out = tuple(f"{name}." for name, _ in EXCLUDED_MODULES)
    cuda = [name for name in packages_distributions() if name == "nvidia"]
    return sorted(name for name in names if not f"{name}.".startswith(left_out)) + cuda


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


Entries = list[tuple[str, str, str]]
"""PyInstaller's lists: (place in the package, file, kind)."""


def wanted(entries: Entries) -> Entries:
    """The entries whose files belong into the package, in an order that does not change."""
    return sorted(entry for entry in entries if is_wanted(entry[0]))


def write_sources(entries: Iterable[tuple[str, str, str]], work: Path) -> None:
    """Note which files go in, for the notices and the bill of materials."""
    sources = sorted({str(source) for _, source, kind in entries if source and kind != "SYMLINK"})
    (work / "sources.json").write_text(json.dumps(sources, indent=0), "utf-8")


def stripped(entries: Entries, work: Path) -> Entries:
    """The same entries; those of ``STRIPPED_FILES`` from copies in ``work`` without symbol tables."""
    if not sys.platform.startswith("linux"):
        return entries
    return [
        (place, _strip(place, source, work) if kind != "SYMLINK" and is_stripped(place) else source, kind)
        for place, source, kind in entries
    ]


def _strip(place: str, source: str, work: Path) -> str:
    target = work / "stripped" / place
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["strip", "--strip-unneeded", "-o", target, source], check=True)
    return str(target)

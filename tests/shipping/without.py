"""Run the program from the source tree as if all that the package leaves out were not installed.

python tests/shipping/without.py VERB ARGUMENT... [then VERB ARGUMENT...]
python tests/shipping/without.py lab-plot    draws a plot of the skip lab
"""

import linecache
import sys
from importlib.machinery import PathFinder
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from shipping.contents import REPOSITORY
from shipping.selection import excluded_modules, source_modes

LEFT_OUT = frozenset(excluded_modules())
SOURCES = tuple(f"/{name.replace('.', '/')}.py" for name, mode in source_modes().items() if mode.endswith("py"))
find, read_lines = PathFinder.find_spec, linecache.updatecache


def find_unless_left_out(name: str, path: object = None, target: object = None) -> object:
    """As the frozen program: what is left out is nowhere."""
    parts = name.split(".")
    if any(".".join(parts[:depth]) in LEFT_OUT for depth in range(1, len(parts) + 1)):
        return None
    return find(name, path, target)


def lines_unless_left_out(file: str, scope: object = None) -> list[str]:
    """As the frozen program, which has few of torch's sources."""
    return [] if "/torch/" in file and not file.endswith(SOURCES) else read_lines(file, scope)  # type: ignore[arg-type]


for name in [name for name in sys.modules if name.split(".")[0] in LEFT_OUT]:
    del sys.modules[name]
PathFinder.find_spec = find_unless_left_out  # type: ignore[method-assign,assignment]

linecache.updatecache = lines_unless_left_out  # type: ignore[assignment]

for hook in sorted((REPOSITORY / "shipping/hooks").glob("without_*.py")):
    exec(hook.read_text("utf-8"))

from desktop_unet.__main__ import main  # noqa: E402


def plot() -> int:
    """Draw a curve as the skip lab does."""
    from PySide6.QtWidgets import QApplication

    from desktop_unet.ui.lab.pages.plots import Plot

    app = QApplication(["plot", "-platform", "offscreen"])
    curve = Plot("curve", "steps", "loss")
    curve.show_curves([("loss", "#2f6fe4", [1, 2, 3], [3, 2, 1])])
    curve.grab()
    app.processEvents()
    return 0


for number, command in enumerate(" ".join(sys.argv[1:]).split(" then ")):
    code = plot() if command == "lab-plot" else main(command.split())
    if code:
        sys.exit(f"command {number}, {command}, ended with {code}")

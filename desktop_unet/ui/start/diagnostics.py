"""What a report of a mishap needs to know, as text without the names of anybody's photos.

Comes in: settings, the device that was used, the log. Goes out: text for the clipboard.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import QLocale, qVersion
from PySide6.QtGui import QGuiApplication

from desktop_unet import __version__
from desktop_unet.imaging.formats import RAW, READABLE_SUFFIXES
from desktop_unet.settings import Settings
from desktop_unet.ui.start.crash_log import log_tail

LOG_LINES = 120
PACKAGES = ("PySide6-Essentials", "torch", "numpy", "pillow", "pyvips", "pyvips-binary", "pi-heif", "safetensors")
PRIVATE = ("last_folder", "save_folder", "recent_files")
"""Settings that name folders or photos."""
_SUFFIXES = (*READABLE_SUFFIXES, *RAW.suffixes, ".svg", ".pdf", ".psd")
_OWN = re.compile(r'^\s*File "[^"]*\.py", line \d+.*$')
_PATH = re.compile(r"(?:(?<![\w<])[A-Za-z]:|(?<![\w<./~])~?)[/\\][^\s\"'<>|*?]*[^\s\"'<>|*?:;,.)]")


def diagnostics(settings: Settings, device: str, log_folder: Path) -> str:
    """Versions, system, screens, device, settings and the end of the log."""
    parts = [
        ("Program", _program()),
        ("System", _system()),
        ("Device", [device]),
        ("Settings", _settings(settings)),
        ("Log", [without_photos(log_tail(log_folder, LOG_LINES), known_names(settings)) or "empty"]),
    ]
    return "\n\n".join("\n".join((f"## {name}", *lines)) for name, lines in parts) + "\n"


def _program() -> Iterator[str]:
    kind = "packed" if hasattr(sys, "frozen") else "from Python"
    yield f"Desktop UNet {__version__}, {kind}"
    yield f"Python {platform.python_version()}, Qt {qVersion()}"
    for package in PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            continue


def _system() -> Iterator[str]:
    yield f"{platform.platform()}, {platform.machine()}, {os.cpu_count()} processors"
    yield f"{QGuiApplication.platformName()}, {QLocale.system().name()}"
    for screen in QGuiApplication.screens():
        size = screen.size()
        yield f"screen {size.width()} × {size.height()} at {screen.devicePixelRatio():.0%}"


def _settings(settings: Settings) -> Iterator[str]:
    for name, value in asdict(settings).items():
        if name not in PRIVATE and not name.startswith("window_"):
            yield f"{name}: {value}"


def known_names(settings: Settings) -> set[str]:
    """Paths and file names that the settings hold, longest part first."""
    paths = [*settings.recent_files, settings.last_folder, settings.save_folder]
    return {part for path in paths if path for part in (path, Path(path).name) if len(part) > 3}


def without_photos(text: str, names: Iterable[str] = ()) -> str:
    """Take out photos' names and paths of the user's; lines that name a place in our sources stay readable."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "<photo>")
    return "\n".join(_without_photos(line) for line in text.splitlines())


def _without_photos(line: str) -> str:
    if _OWN.match(line):
        return line.replace(str(Path.home()), "~")
    suffixes = "|".join(suffix.lstrip(".") for suffix in _SUFFIXES)
    line = re.sub(rf"[^\"':<>]*\.(?:{suffixes})\b", " <photo>", line, flags=re.IGNORECASE)
    return _PATH.sub("<path>", line)

"""What the program remembers from one run to the next: a frozen value and a JSON file.

Comes in: the file in the user's configuration folder. Goes out: ``Settings`` to the
window. A damaged file never stops the program: it is kept aside and what is good in it
is used.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import platformdirs

from desktop_unet.atomic_files import write_whole

THEMES = ("system", "light", "dark", "contrast")
LANGUAGES = ("system", "en", "vi")
PRECISIONS = ("auto", "fp32", "bf16", "fp16")
MASK_COLOURS = ("theme", "red", "orange", "yellow", "green", "blue", "white")
RECENT_LIMIT = 10


@dataclass(frozen=True)
class Settings:
    """Everything that is remembered.

    Args:
        theme: one of ``THEMES``.
        language: ``system``, or one of ``LANGUAGES``.
        last_folder: where the last photo was opened; empty before the first.
        save_folder: where the last photo was saved; empty for beside its original.
        recent_files: photos opened last, newest first, at most ``RECENT_LIMIT``.
        device: as in ``engine.task.Choices``.
        precision: as in ``engine.task.Choices``.
        brush_size_px: diameter on the screen, in logical pixels, 1 to 1000.
        brush_hardness: percent of the brush's radius that marks wholly, 0 to 100.
        pressure_sizes: whether a pen's pressure changes the brush's size.
        colour_tolerance: of selecting by colour, in steps of 8 bits, 0 to 255.
        mask_colour: name of the colour that is laid over the marked part; ``theme`` is the theme's own.
        mask_opacity: percent, 10 to 100.
        window_geometry: Qt's saved geometry as base64 text; empty before the first run.
        window_bars: the same for tool bars.
        window_splitters: the same for what can be dragged apart, by name.
        network_files: networks that were added, in the order in which they are offered.
        options: what was chosen last in the window, by name.
        jpeg_quality: 1 to 100.
        strip_metadata: leave EXIF, GPS and the like out of written files.
        strip_profile: write colours as sRGB, without a profile.
        run_times: megapixels and seconds of the last runs, by what their speed depends on.
    """

    theme: str = "system"
    language: str = "system"
    last_folder: str = ""
    save_folder: str = ""
    recent_files: tuple[str, ...] = ()
    device: str = "auto"
    precision: str = "auto"
    brush_size_px: int = 24
    brush_hardness: int = 100
    pressure_sizes: bool = True
    colour_tolerance: int = 24
    mask_colour: str = "theme"
    mask_opacity: int = 50
    window_geometry: str = ""
    window_bars: str = ""
    window_splitters: Mapping[str, str] = field(default_factory=dict)
    network_files: tuple[str, ...] = ()
    options: Mapping[str, str | int | bool] = field(default_factory=dict)
    jpeg_quality: int = 95
    strip_metadata: bool = False
    strip_profile: bool = False
    run_times: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)

    def opened(self, path: Path | str) -> Settings:
        """The settings after a photo was opened: first among the recent files, its folder the last one."""
        newest = str(Path(path).absolute())
        others = tuple(file for file in self.recent_files if file != newest)
        return replace(self, last_folder=str(Path(newest).parent), recent_files=(newest, *others)[:RECENT_LIMIT])


def settings_file() -> Path:
    """Where the settings are kept; may not exist yet."""
    return platformdirs.user_config_path("desktop-unet", appauthor=False) / "settings.json"


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings; never fails.

    Args:
        path: the file; None takes ``settings_file()``.

    Returns:
        What the file says. A value that is missing, of a wrong type or out of range is the
        default's; a file with such a value, or one that is no JSON, is first copied to
        ``settings.json.damaged`` beside it.
    """
    path = path or settings_file()
    try:
        text = path.read_bytes()
    except OSError:
        return Settings()
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        values = None
    good = _good_values(values) if isinstance(values, dict) else {}
    if not isinstance(values, dict) or any(name in _CHECKS and name not in good for name in values):
        _keep_aside(path, text)
    return Settings(**good)


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings so that the file is either the old or the new one, never half of it.

    Raises:
        OSError: the folder cannot be made or written.
    """
    path = path or settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(settings), indent=2, ensure_ascii=False) + "\n"
    write_whole(path, text.encode())


def save_changes(before: Settings, after: Settings, path: Path | None = None) -> None:
    """Save what has changed since the settings were loaded; what another window has saved meanwhile stays.

    Args:
        before: as they were loaded.
        after: as they are now.
        path: as for ``load_settings``.

    Raises:
        OSError: the folder cannot be made or written.
    """
    path = path or settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path.parent):
        there = load_settings(path)
        changes = {name: value for name, value in asdict(after).items() if value != getattr(before, name)}
        if "recent_files" in changes:
            newer = [file for file in after.recent_files if file not in before.recent_files[:1]]
            changes["recent_files"] = tuple(dict.fromkeys((*newer, *there.recent_files)))[:RECENT_LIMIT]
        save_settings(replace(there, **changes), path)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait for other windows that save into ``folder``, where the system can lock a folder."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _keep_aside(path: Path, text: bytes) -> None:
    """Keep a copy of a damaged file; a folder that cannot be written keeps none."""
    with contextlib.suppress(OSError):
        path.with_name(path.name + ".damaged").write_bytes(text)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_between(low: int, high: int) -> Any:
    return lambda value: type(value) is int and low <= value <= high


def _are_runs(value: Any) -> bool:
    """Pairs of megapixels and seconds, none of them absurd."""
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(type(x) in (int, float) and 0 < x < 1e6 for x in pair)
        for pair in value
    )


_CHECKS: Mapping[str, Any] = {
    "theme": lambda value: value in THEMES,
    "language": lambda value: value in LANGUAGES,
    "last_folder": _is_text,
    "save_folder": _is_text,
    "recent_files": lambda value: isinstance(value, list) and all(map(_is_text, value)),
    "network_files": lambda value: isinstance(value, list) and all(map(_is_text, value)),
    "device": _is_text,
    "precision": lambda value: value in PRECISIONS,
    "brush_size_px": _is_between(1, 1000),
    "brush_hardness": _is_between(0, 100),
    "pressure_sizes": lambda value: isinstance(value, bool),
    "colour_tolerance": _is_between(0, 255),
    "mask_colour": lambda value: value in MASK_COLOURS,
    "mask_opacity": _is_between(10, 100),
    "window_geometry": _is_text,
    "window_bars": _is_text,
    "window_splitters": lambda value: isinstance(value, dict) and all(map(_is_text, value.values())),
    "options": lambda value: isinstance(value, dict) and all(isinstance(x, str | int) for x in value.values()),
    "jpeg_quality": _is_between(1, 100),
    "strip_metadata": lambda value: isinstance(value, bool),
    "strip_profile": lambda value: isinstance(value, bool),
    "run_times": lambda value: isinstance(value, dict) and all(map(_are_runs, value.values())),
}


def _good_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The known settings whose values pass their check; lists become tuples."""
    good = {name: values[name] for name, check in _CHECKS.items() if name in values and check(values[name])}
    if "recent_files" in good:
        good["recent_files"] = tuple(good["recent_files"][:RECENT_LIMIT])
    if "run_times" in good:
        good["run_times"] = {kind: tuple(map(tuple, runs)) for kind, runs in good["run_times"].items()}
    if "network_files" in good:
        good["network_files"] = tuple(good["network_files"])
    return good

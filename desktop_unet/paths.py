"""Where the program's own things lie, and where the user's go.

Comes in: nothing. Goes out: folders. The same call answers in the source tree, in an
installed wheel and in a frozen build; no other file knows the difference.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import platformdirs

APP_NAME = "desktop-unet"

JUDGES_VARIABLE = "DESKTOP_UNET_JUDGES"
"""Environment variable of a folder with packages of judges and teachers that are not installed."""


def _home_of(name: str) -> Path:
    """The folder ``name`` that was packed with the program.

    A frozen build unpacks beside the program, a wheel carries it inside the package,
    and in the source tree it lies beside the package.
    """
    package = Path(__file__).resolve().parent
    frozen = _frozen_home()
    if frozen is not None:
        return frozen / name
    is_installed = (package / "resources").is_dir()
    return (package if is_installed else package.parent) / name


def _frozen_home() -> Path | None:
    home = getattr(sys, "_MEIPASS", None)
    return Path(home) if home is not None else None


def is_packed() -> bool:
    """Whether this is the packed program, which needs no Python and no source tree."""
    return _frozen_home() is not None


def program_command(*arguments: str) -> list[str]:
    """How this very program is started once more, in a process of its own, with these arguments.

    The packed program is its own executable; elsewhere the interpreter runs the package. Windows' executable of
    the window has no streams to speak through, so there the one of the command line beside it is meant.
    """
    if not is_packed():
        return [sys.executable, "-m", __package__, *arguments]
    executable = Path(sys.executable)
    if executable.stem.endswith("-window"):
        executable = executable.with_name(f"{APP_NAME}{executable.suffix}")
    return [str(executable), *arguments]


def resources_dir() -> Path:
    """Folder of icons and the sample photo."""
    return _home_of("resources")


def weights_dir() -> Path:
    """Folder of the packed networks; the environment's DESKTOP_UNET_WEIGHTS names another."""
    chosen = os.environ.get("DESKTOP_UNET_WEIGHTS")
    return Path(chosen).expanduser() if chosen else _home_of("weights")


def docs_dir() -> Path:
    """Folder of the manual; packed and installed, it holds the pages for those who use the program."""
    return _home_of("docs")


def licence_file() -> Path:
    """The program's licence."""
    return _home_of("LICENSE")


def sample_photo() -> Path:
    """The photo that is offered when no other is at hand; it has a few scratches."""
    return resources_dir() / "sample.jpg"


def sample_mask() -> Path:
    """The mask that marks the scratches of ``sample_photo``."""
    return resources_dir() / "sample-mask.png"


def user_data_dir() -> Path:
    """Where the user's own networks go; may not exist yet."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False)


def user_weights_dir() -> Path:
    """Where networks go that the user has trained; may not exist yet."""
    return user_data_dir() / "weights"


def user_lessons_dir() -> Path:
    """Where teachers put lessons of their own; may not exist yet."""
    return user_data_dir() / "lessons"


def queue_file() -> Path:
    """What is remembered of the window's queue; may not exist yet."""
    return user_data_dir() / "queue.json"


def user_cache_dir() -> Path:
    """Where things go that can be made again; may not exist yet."""
    return platformdirs.user_cache_path(APP_NAME, appauthor=False)


def user_log_dir() -> Path:
    """Where the program's log goes; may not exist yet."""
    return platformdirs.user_log_path(APP_NAME, appauthor=False)


def package_file(package: str, name: str) -> Path | None:
    """A data file inside another package, found without running the package's code.

    Args:
        package: its top folder's name; looked for in the folder that DESKTOP_UNET_JUDGES names, then among what is
            installed.
        name: of the file in that folder, with slashes.

    Returns:
        None where there is no such file.
    """
    chosen = os.environ.get(JUDGES_VARIABLE)
    if chosen and (found := Path(chosen).expanduser() / package / name).is_file():
        return found
    spec = importlib.util.find_spec(package)
    homes = [] if spec is None else spec.submodule_search_locations or []
    return next((Path(home) / name for home in homes if (Path(home) / name).is_file()), None)

"""What all tests share: no screen unless asked, few threads, a user's folder of their own, the photos."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before torch and numpy are imported: many small tests are slower, not faster, on many threads.
os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")
# As the program itself has it: threads that wait soon give their processor up.
os.environ.setdefault("GOMP_SPINCOUNT", "10000")

REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--onscreen", action="store_true", help="show the windows that the tests open")
    parser.addoption(
        "--golden-update", action="store_true", help="keep what the window shows as the new golden pictures"
    )
    parser.addoption("--exhaustive", action="store_true", help="also what is marked so: every case of what is sampled")
    parser.addoption("--golden-views", metavar="FOLDER", help="also keep the views here as they are, as PNG")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--onscreen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes every case where a few stand for all, unless it is asked for."""
    if config.getoption("--exhaustive"):
        return
    left_out = [item for item in items if item.get_closest_marker("exhaustive")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """Let no search for garbage look again at the third of a million objects of torch, Qt and the tests themselves.

    Each window is searched for when it is closed, and those objects were most of what the search looked at.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def user_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the tests, and the programs they start, out of the user's own settings."""
    home = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "CACHE", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        patch.delenv("DESKTOP_UNET_WEIGHTS", raising=False)
        yield home


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the source tree."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder with train/, val/ and bench/ photos, which are not part of the repository."""
    folder = Path(os.environ.get("DESKTOP_UNET_DATA") or REPOSITORY.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no photos at {folder}: set DESKTOP_UNET_DATA to a folder with train/, val/ and bench/")
    return folder


@pytest.fixture(scope="session")
def weights_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small networks with the names of the program's own, as they are before any training; nothing is written here."""
    from tests.engine.networks import save_product  # loads torch, which many tests do without

    return save_product(tmp_path_factory.mktemp("networks") / "weights")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weights_folder: Path) -> Path:
    """A folder with ``photo.png`` and ``mask.png``, and small networks in place of the packed ones."""
    from PIL import Image

    from tests.engine.networks import mask_with, texture

    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(weights_folder))
    Image.fromarray(texture(60, 83)).save(tmp_path / "photo.png")
    Image.fromarray(mask_with(60, 83, (20, 30, 30, 50))).save(tmp_path / "mask.png")
    return tmp_path

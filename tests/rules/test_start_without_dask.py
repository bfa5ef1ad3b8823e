"""Dask is loaded where ``--cluster`` is given, and nowhere else: it opens sockets, and not everybody has it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_unet.paths import sample_photo
from tests.engine.networks import save_product

OF_DASK = {"dask", "distributed", "cloudpickle", "tornado"}
SPEAKING = ("admission", "connection", "dispatch", "worker", "workers")
"""Modules of ``studio/batch/cluster`` that speak to Dask."""

RUN = """
import sys
from desktop_unet.__main__ import main
code = main(sys.argv[1:])
loaded = {"dask", "distributed", "tornado"} & set(sys.modules)
sys.exit(f"{loaded} were loaded" if loaded else code)
"""

IMPORT_ALL = """
import importlib, sys
sys.modules["dask"] = sys.modules["distributed"] = None
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def names(path: Path) -> str:
    return path.as_posix().replace("/", ".").removesuffix(".py").removesuffix(".__init__")


def loaded_at_once(source: str) -> set[str]:
    """What a module imports when it is imported itself: not what its functions or its type hints need."""
    imports = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import):
            imports += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            imports += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return set(imports)


def test_what_speaks_to_dask_is_asked_within_functions_alone(repository: Path) -> None:
    speaking = {f"desktop_unet.studio.batch.cluster.{name}" for name in SPEAKING}
    at_once = {}
    for path in sorted((repository / "desktop_unet").rglob("*.py")):
        found = loaded_at_once(path.read_text("utf-8"))
        if speaking & found or OF_DASK & {name.partition(".")[0] for name in found}:
            at_once[names(path.relative_to(repository))] = found
    assert set(at_once) == speaking


def test_everything_else_can_be_imported_where_dask_is_not_installed(repository: Path) -> None:
    paths = sorted((repository / "desktop_unet").rglob("*.py"))
    others = [path for path in paths if path.parent.name != "cluster" or path.stem not in SPEAKING]
    wanted = [names(path.relative_to(repository)) for path in others if path.parts[-2] in ("batch", "cluster", "cli")]
    assert len(wanted) > 30
    answer = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, *wanted], cwd=repository, capture_output=True, text=True, timeout=120
    )
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("more", [("--help",), ("--dry-run",), ()])
def test_a_batch_without_a_cluster_loads_no_dask(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(save_product(tmp_path / "weights")))
    words = ("batch", "upscale", str(sample_photo()), str(tmp_path / "out"), "--scale", "2", "--strength", "0", *more)
    answer = subprocess.run(
        [sys.executable, "-c", RUN, *words], cwd=repository, capture_output=True, text=True, timeout=300
    )
    assert answer.returncode == 0, answer.stderr

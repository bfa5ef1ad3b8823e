"""Who may import whom, and that nothing reaches for the network."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

# torch.distributed speaks between the processes of one training run; that is all the network there is.
NETWORK_MODULES = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "requests", "smtplib", "socket", "socketserver", "ssl",
    "urllib", "urllib3", "webbrowser", "xmlrpc", "PySide6.QtNetwork", "PySide6.QtWebEngineCore", "huggingface_hub",
    "torch.hub", "torch.utils.model_zoo", "dask", "distributed", "tornado",
}  # fmt: skip
# A cluster that the user names is spoken to by these, where --cluster is given (test_start_without_dask.py).
OF_A_CLUSTER = "studio/batch/cluster"
# Qt keeps its sockets between processes of one machine among those of the network; these two alone are used.
LOCAL_SOCKETS = {"PySide6.QtNetwork.QLocalServer", "PySide6.QtNetwork.QLocalSocket"}


def modules(repository: Path) -> list[Path]:
    return sorted((repository / "desktop_unet").rglob("*.py"))


def imported_names(source: str) -> set[str]:
    """Every dotted name that a file imports, with each of its parents."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {".".join(name.split(".")[:depth]) for name in names for depth in range(1, name.count(".") + 2)}


def network_uses(source: str) -> set[str]:
    """What a file imports of the network; sockets within the machine are none, whatever module holds them."""
    names = imported_names(source)
    uses = names & NETWORK_MODULES
    of_qt = {name for name in names if name.startswith("PySide6.QtNetwork.")}
    is_whole = any(line.strip().startswith("import PySide6.QtNetwork") for line in source.splitlines())
    if of_qt and of_qt <= LOCAL_SOCKETS and not is_whole and "import QtNetwork" not in source:
        uses -= {"PySide6.QtNetwork"}
    return uses


def test_the_layers_hold(repository: Path) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([linter, "--no-cache"], cwd=repository, capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    "line",
    [
        "import urllib.request",
        "from torch import hub",
        "from http.client import HTTPSConnection",
        "import socket",
        "import distributed",
        "import PySide6.QtNetwork",
        "from PySide6 import QtNetwork",
        "from PySide6.QtNetwork import QLocalSocket, QTcpSocket",
        "from PySide6.QtNetwork import QLocalSocket\nimport PySide6.QtNetwork as net",
    ],
)
def test_a_use_of_the_network_would_be_seen(line: str) -> None:
    assert network_uses(line)


def test_sockets_between_processes_of_one_machine_are_no_network() -> None:
    assert not network_uses("from PySide6.QtNetwork import QLocalServer, QLocalSocket")


def test_the_program_uses_no_network_but_a_cluster_that_was_asked_for(repository: Path) -> None:
    used = {path: network_uses(path.read_text("utf-8")) for path in modules(repository)}
    speaking = {path: found for path, found in used.items() if found}
    assert {path.parent.relative_to(repository / "desktop_unet").as_posix() for path in speaking} == {OF_A_CLUSTER}
    assert set().union(*speaking.values()) == {"dask", "distributed"}


def test_one_module_alone_opens_sockets_within_the_machine(repository: Path) -> None:
    opening = [path.name for path in modules(repository) if LOCAL_SOCKETS & imported_names(path.read_text("utf-8"))]
    assert opening == ["single_window.py"]


def test_qt_is_known_to_the_window_alone(repository: Path) -> None:
    qt = {"PySide6", "shiboken6"}
    outside = [path for path in modules(repository) if "ui" not in path.relative_to(repository).parts]
    assert not [path for path in outside if imported_names(path.read_text("utf-8")) & qt]


def test_torch_appears_in_no_module_of_the_window(repository: Path) -> None:
    window = (repository / "desktop_unet" / "ui").rglob("*.py")
    assert not [path for path in window if "torch" in imported_names(path.read_text("utf-8"))]


def test_no_road_of_the_program_knows_the_teachers(repository: Path) -> None:
    """Networks of others teach ours and are compared with them, by scripts and benchmarks alone."""
    taught_by = {"desktop_unet.training.teachers", "desktop_unet.training.ncnn"}
    knowing = {path.name for path in modules(repository) if imported_names(path.read_text("utf-8")) & taught_by}
    assert knowing <= {"teachers.py"}

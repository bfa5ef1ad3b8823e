"""The packed folder: PyInstaller's work, the notices, the bill of materials, one date for all.

Comes in: the source tree and its .venv. Goes out: ``dist/desktop-unet``, checked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from shipping.contents import REPOSITORY
from shipping.debian import date_files
from shipping.modules import BUILD_ENVIRONMENT
from shipping.notices import write_notices
from shipping.origins import find_parts, read_manifest
from shipping.sbom import write_sbom
from shipping.selection import version

NAME = "desktop-unet"
NOTICES, BILL = "THIRD-PARTY-NOTICES.txt", "SBOM.cdx.json"


def source_epoch() -> int:
    """Seconds since 1970 that the package is dated: SOURCE_DATE_EPOCH, or when the last commit was made."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    command = ["git", "log", "-1", "--format=%ct"]
    answer = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    if answer.returncode == 0 and answer.stdout.strip():
        return int(answer.stdout)
    return int((REPOSITORY / "CHANGELOG.md").stat().st_mtime)  # unpacked from an archive, without its history


def build_folder(dist: Path, work: Path, epoch: int) -> Path:
    """Pack the program.

    Args:
        dist: where the folder is made; an older one there is replaced.
        work: PyInstaller's own folder.
        epoch: see ``source_epoch``.

    Returns:
        The folder.
    """
    _run_pyinstaller(dist, work, epoch)
    folder = dist / NAME
    parts = find_parts(read_manifest(work / "build" / "sources.json"))
    shutil.copyfile(REPOSITORY / "LICENSE", folder / "LICENSE")
    (folder / NOTICES).write_text(write_notices(parts), "utf-8")
    (folder / BILL).write_text(write_sbom(parts, version(), epoch), "utf-8")
    date_files(folder, epoch)
    return folder


def _run_pyinstaller(dist: Path, work: Path, epoch: int) -> None:
    environment = {
        **os.environ,
        **BUILD_ENVIRONMENT,
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(epoch),
        "PYINSTALLER_CONFIG_DIR": str(work / "cache"),
        "OMP_NUM_THREADS": "1",
    }
    words = ["--noconfirm", "--clean", "--log-level", "WARN", "--distpath", str(dist), "--workpath", str(work)]
    command = [sys.executable, "-m", "PyInstaller", *words, "build.spec"]
    subprocess.run(command, cwd=REPOSITORY, env=environment, check=True)


def check_folder(folder: Path) -> None:
    """Let the packed program restore the sample with every network; prints what it says."""
    subprocess.run([folder / NAME, "self-check"], check=True, timeout=600, env={**os.environ, "LANG": "C.UTF-8"})

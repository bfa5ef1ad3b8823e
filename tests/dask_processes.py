"""Schedulers and workers of Dask as processes of their own, so that nothing of them stays in the tests' process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import REPOSITORY

_PATIENCE_S = 120
_QUIET = {"DASK_LOGGING__DISTRIBUTED": "info", "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "false"}


@dataclass
class Scheduler:
    """One that is running.

    Args:
        folder: for its file and its workers' own.
        process: of it.
    """

    folder: Path
    process: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def file(self) -> Path:
        return self.folder / "scheduler.json"

    @property
    def address(self) -> str:
        return str(json.loads(self.file.read_text("utf-8"))["address"])

    def add_worker(
        self, name: str, *, first: str = "pass", resources: str = "photo=1", weights: Path | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a worker and wait until it is there.

        Args:
            name: what it is called.
            first: Python that it runs before anything else.
            resources: that it says it has; empty for none.
            weights: folder of its networks.
        """
        words = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", name)
        more = ("--resources", resources) if resources else ()
        place = ("--local-directory", str(self.folder / "workers"))
        process = _start("dask_worker", first, (self.address, *words, *more, *place), self.folder / name, weights)
        self.workers.append(process)
        _wait_for(process, lambda: "Registered to" in (self.folder / name).read_text("utf-8", "replace"), name)
        return process


@contextmanager
def running_scheduler(folder: Path, first: str = "pass") -> Iterator[Scheduler]:
    """A scheduler on a port of its own; it and its workers are gone at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(folder / "scheduler.json"))
    scheduler = Scheduler(folder, _start("dask_scheduler", first, words, folder / "scheduler.log"))
    try:
        _wait_for(scheduler.process, scheduler.file.exists, "scheduler")
        yield scheduler
    finally:
        for process in (*scheduler.workers, scheduler.process):
            process.kill()
            process.wait()


def run_program(*words: object, weights: Path, more: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """``desktop-unet`` as a process of its own, whose warnings are errors."""
    command = [sys.executable, "-W", "error", "-m", "desktop_unet", *map(str, words)]
    return subprocess.run(
        command, cwd=REPOSITORY, env=_environment(weights) | (more or {}), capture_output=True, text=True, timeout=300
    )


def _start(
    module: str, first: str, words: tuple[str, ...], log: Path, weights: Path | None = None
) -> subprocess.Popen[bytes]:
    program = f"{first}\nfrom distributed.cli.{module} import main\nmain()"
    with log.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-c", program, *words],
            cwd=REPOSITORY,
            env=_environment(weights),
            stdout=file,
            stderr=subprocess.STDOUT,
        )


def _environment(weights: Path | None) -> dict[str, str]:
    own = {"PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1", **_QUIET}
    return {**os.environ, **own} | ({} if weights is None else {"DESKTOP_UNET_WEIGHTS": str(weights)})


def _wait_for(process: subprocess.Popen[bytes], is_there, what: str) -> None:
    latest = time.monotonic() + _PATIENCE_S
    while not is_there():
        if process.poll() is not None or time.monotonic() > latest:
            raise RuntimeError(f"{what} did not come up")
        time.sleep(0.05)

"""Where a cluster is, as it is said on the command line; without Dask.

Comes in: ``tcp://scheduler:8786``, ``scheduler.json`` or ``local:4``. Goes out: one of three frozen values. Next on the
road: ``connection.py``.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from desktop_unet.errors import ClusterMissing
from desktop_unet.paths import is_packed

_INSTALL = "install them with 'pip install \".[cluster]\"' in the source folder"


@dataclass(frozen=True)
class Scheduler:
    """One that listens at an address, such as ``tcp://scheduler:8786`` or ``tls://scheduler:8786``."""

    address: str


@dataclass(frozen=True)
class SchedulerFile:
    """One that has written its address to a file."""

    path: Path


@dataclass(frozen=True)
class LocalWorkers:
    """So many workers on this machine, for this run alone."""

    count: int


ClusterAddress = Scheduler | SchedulerFile | LocalWorkers


def parse_cluster(text: str) -> ClusterAddress:
    """What ``--cluster`` means.

    Raises:
        ValueError: it means nothing; says what would.
    """
    kind, _, rest = text.partition(":")
    if kind == "local":
        if not rest.isdecimal() or int(rest) < 1:
            raise ValueError(f"'{text}' says no number of workers, as local:2 does.")
        return LocalWorkers(int(rest))
    if "://" in text:
        return Scheduler(text)
    if kind != text:
        raise ValueError(f"'{text}' is no address; write it as tcp://{text}.")
    return SchedulerFile(Path(text))


def check_dask() -> None:
    """Raises ClusterMissing: the extra is not installed, or this is the packed program, which does not have it."""
    if importlib.util.find_spec("distributed") is None:
        remedy = f"the packed program cannot have them: use Python and {_INSTALL}" if is_packed() else _INSTALL
        raise ClusterMissing(remedy=remedy)

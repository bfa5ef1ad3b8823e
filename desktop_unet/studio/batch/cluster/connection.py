"""Opening a cluster: a client of a scheduler that is there, or a scheduler and workers of one's own.

Comes in: a ``ClusterAddress``. Goes out: Dask's client, of which it is sure that it speaks the scheduler's language.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import dask
import distributed

from desktop_unet.errors import SchedulerDiffers, SchedulerFileUnreadable, SchedulerMissing
from desktop_unet.studio.batch.cluster.address import ClusterAddress, LocalWorkers, Scheduler, SchedulerFile
from desktop_unet.studio.batch.cluster.admission import RESOURCE

CONNECT_S = 10
"""How long a scheduler is waited for, at first and after it was lost."""

TRIES_AGAIN = 3
"""How often a photo is tried again whose worker has ended; Dask's own, which other people's schedulers have, too."""

_LOGGERS = ("distributed", "distributed.client", "distributed.nanny", "distributed.worker", "distributed.scheduler")
_SETTINGS = {
    "logging": dict.fromkeys((*_LOGGERS, "tornado", "tornado.application", "asyncio"), "critical"),
    "distributed.scheduler.allowed-failures": TRIES_AGAIN,
    "distributed.admin.large-graph-warning-threshold": "1 TB",  # photos that are sent are meant to be large
    "distributed.worker.profile.enabled": False,
    "distributed.deploy.lost-worker-timeout": "60 s",  # a busy machine needs long for starting torch again
}


@dataclass(frozen=True)
class Connection:
    """An open cluster.

    Args:
        client: Dask's.
        name: what a person calls the cluster.
        keep_up: starts workers again that nobody else will; to be called from time to time.
    """

    client: Any
    name: str
    keep_up: Callable[[], None] = lambda: None


@contextlib.contextmanager
def opened_cluster(address: ClusterAddress) -> Iterator[Connection]:
    """A client, closed at the end, and with it the workers that were started here.

    Raises:
        SchedulerFileUnreadable, SchedulerMissing: there is no scheduler.
        SchedulerDiffers: it has another version of Dask.
    """
    with dask.config.set(_SETTINGS), _quiet(), contextlib.ExitStack() as stack:
        if isinstance(address, LocalWorkers):
            connection = _connected_here(address, stack)
        else:
            name = address.address if isinstance(address, Scheduler) else _address_in(address)
            connection = Connection(_client(name, name), name)
        stack.callback(_close, connection.client)
        _check_version(connection)
        yield connection


def _connected_here(address: LocalWorkers, stack: contextlib.ExitStack) -> Connection:
    cluster = stack.enter_context(_local(address.count))

    def keep_up() -> None:
        if len(cluster.workers) < address.count:  # one that was killed while it started is given up by its nanny
            cluster.scale(address.count)

    return Connection(_client(cluster, "this machine"), f"local:{address.count}", keep_up)


def _address_in(file: SchedulerFile) -> str:
    try:
        content = json.loads(file.path.read_text("utf-8"))
        return str(content["address"])
    except OSError as error:
        raise SchedulerFileUnreadable(path=file.path, reason=error.strerror or error) from None
    except (ValueError, KeyError, TypeError):
        raise SchedulerFileUnreadable(path=file.path, reason="it holds no address") from None


def _client(where: Any, name: str) -> Any:
    try:
        return distributed.Client(where, timeout=CONNECT_S, set_as_default=False)
    except ImportError:  # what Dask makes of versions that cannot work together
        raise SchedulerDiffers(address=name, theirs="another version", ours=distributed.__version__) from None
    except (OSError, ValueError) as error:
        raise SchedulerMissing(address=name, reason=_first_line(error)) from None
    except Exception as error:
        raise SchedulerMissing(address=name, reason=f"{type(error).__name__}: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[0].rstrip(".:")


def _check_version(connection: Connection) -> None:
    """Versions that differ a little may speak with each other until they do not."""
    theirs = connection.client.get_versions()["scheduler"]["packages"].get("distributed")
    if theirs != distributed.__version__:
        raise SchedulerDiffers(address=connection.name, theirs=theirs, ours=distributed.__version__)


@contextlib.contextmanager
def _local(count: int) -> Iterator[Any]:
    """A scheduler in this process and worker processes, each with its share of the processors."""
    threads = max(1, (os.cpu_count() or 1) // count)
    # Torch reads this before anything else can tell it; Dask's own would be 1.
    environment = {"OMP_NUM_THREADS": threads}
    with dask.config.set({"distributed.nanny.pre-spawn-environ": environment}):
        cluster = distributed.LocalCluster(
            n_workers=count,
            threads_per_worker=threads,
            processes=True,
            resources={RESOURCE: 1},
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )
    try:
        yield cluster
    finally:
        _leave(cluster.close)


def _close(client: Any) -> None:
    _leave(client.close)


def _leave(close: Callable[..., object]) -> None:
    """What is closed may be broken already; nobody minds."""
    with contextlib.suppress(Exception):
        close(timeout=CONNECT_S)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Dask logs to stderr, which is for the user's own lines; what matters of it is told in a sentence."""
    before = {name: logging.getLogger(name).level for name in _LOGGERS}
    for name in before:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="distributed")
        warnings.simplefilter("ignore", distributed.versions.VersionMismatchWarning)
        try:
            yield
        finally:
            for name, level in before.items():
                logging.getLogger(name).setLevel(level)

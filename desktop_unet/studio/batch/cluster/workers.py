"""The workers of a cluster as the command sees them: how many photos they take, and whether the scheduler is there.

Comes in: a ``Connection``. Goes out: numbers, and where a photo is to be tried again. Asked by ``dispatch.py``.
"""

from __future__ import annotations

import time
from typing import Any

from desktop_unet.errors import SchedulerLost, WorkersMissing
from desktop_unet.studio.batch.cluster.admission import RESOURCE
from desktop_unet.studio.batch.cluster.connection import Connection

_PATIENCE_S = 60.0
"""How long a cluster may be without any worker that takes photos at first."""
_LATER_PATIENCE_S = 600.0
"""The same once there were some: they may be on their way to be started again."""
LOOK_EVERY_S = 2.0
WAKE_EVERY_S = 0.2


def wait_while_away(connection: Connection) -> None:
    """Return when the scheduler is there again, at once where it is.

    Raises:
        SchedulerLost: the client has given up.
    """
    while connection.client.status != "running":
        if connection.client.status != "connecting":
            raise SchedulerLost(address=connection.name)
        time.sleep(WAKE_EVERY_S)


class Workers:
    """How many photos the workers can have in work, looked at every few seconds."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._photos: dict[str, float] = {}
        self._looked = float("-inf")
        self._there = time.monotonic()
        self._patience_s = _PATIENCE_S
        self._scheduler: str | None = None
        self._told_of: str | None = None

    def photos(self) -> int:
        """At the same time, of all workers together.

        Raises:
            SchedulerLost: the scheduler is gone.
            WorkersMissing: for a while there has been none that takes photos.
        """
        now = time.monotonic()
        if now - self._looked >= LOOK_EVERY_S:
            self._photos = self._ask()
            self._looked = now
            self.connection.keep_up()
        if any(self._photos.values()):
            self._there = now
            self._patience_s = _LATER_PATIENCE_S
        elif now - self._there > self._patience_s:
            raise WorkersMissing(address=self.connection.name)
        return int(sum(self._photos.values()))

    def are_all_refused(self) -> bool:
        """Whether there are workers, and none of them takes photos."""
        return self.photos() == 0 and bool(self._photos)

    @property
    def is_reached(self) -> bool:
        """Whether the scheduler is there at this moment."""
        return bool(self.connection.client.status == "running")

    def idle(self) -> int:
        """How many workers take no photos."""
        return sum(not count for count in self._ask().values())

    def check(self) -> None:
        """Raises as ``photos``."""
        wait_while_away(self.connection)
        self.photos()

    def elsewhere(self, avoided: set[str]) -> dict[str, Any]:
        """Where a photo is to be tried again: at others, where there are any."""
        others = [address for address, count in self._ask().items() if count and address not in avoided]
        return {"workers": others, "allow_other_workers": True} if others else {}

    def _ask(self) -> dict[str, float]:
        try:
            about = self.connection.client.scheduler_info(n_workers=-1)
        except Exception:  # whatever Dask makes of a connection that breaks
            wait_while_away(self.connection)
            return dict(self._photos)
        self._scheduler = about["id"]
        return {address: each.get("resources", {}).get(RESOURCE, 0) for address, each in about["workers"].items()}

    def has_another_scheduler(self) -> bool:
        """Whether it is another one than when this was asked last."""
        before, self._told_of = self._told_of, self._scheduler
        return before not in (None, self._scheduler)

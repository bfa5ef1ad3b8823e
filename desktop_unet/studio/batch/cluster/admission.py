"""How a worker is told the terms: a plugin of Dask's that goes to workers as code, so that those without this program,
or with another version of it, can say so.

Comes in: pickled ``Terms``. Goes out: whether the worker takes photos. What it needs of the program is imported where
it is called. Next on the road: ``worker.py``.
"""

from __future__ import annotations

import pickle
from typing import Any

from distributed.diagnostics.plugin import WorkerPlugin

RESOURCE = "photo"
"""What workers say that they have, one for each device: ``dask worker ... --resources photo=1``."""

TOPIC = "desktop-unet"
"""Of the events by which workers tell that they are refused, and that they have begun a photo."""

DECLARED = "desktop_unet_photos"
"""Attribute of a worker: how many photos at a time it was started for."""


class Admission(WorkerPlugin):  # type: ignore[misc]
    """Compares a worker with the terms and opens its networks; one that differs gets no photos.

    Args:
        run: of the terms.
        terms: pickled.
    """

    def __init__(self, run: str, terms: bytes) -> None:
        self.name = run
        self.pickled = terms
        self.terms: Any = None
        self.refusal: str | None = "it has not been asked yet"

    async def setup(self, worker: Any) -> None:
        """Called by Dask on each worker that is there, and on those that come later."""
        declared = getattr(worker, DECLARED, worker.state.total_resources.get(RESOURCE, 0))
        setattr(worker, DECLARED, declared)
        self.refusal = f"it was started without --resources {RESOURCE}=1"
        if declared:
            self.refusal = self._ask(worker.name, worker.state.nthreads)
        if self.refusal is not None:
            name = worker.address if worker.name == worker.address else f"{worker.name} ({worker.address})"
            # Dask puts the address under "worker" itself.
            worker.log_event(TOPIC, {"run": self.name, "who": name, "refusal": self.refusal})
        await self._take(worker, declared if self.refusal is None else 0)

    async def teardown(self, worker: Any) -> None:
        """Called when the run is over: others may find nothing amiss with the worker."""
        await self._take(worker, getattr(worker, DECLARED, 0))

    def _ask(self, name: object, threads: int) -> str | None:
        try:
            from desktop_unet.studio.batch.cluster.worker import why_refused, with_own_device

            self.terms = with_own_device(pickle.loads(self.pickled), name)
        except (ImportError, AttributeError, TypeError) as error:
            return f"it has no Desktop UNet, or another version ({error})"
        return why_refused(self.terms, threads)

    async def _take(self, worker: Any, photos: float) -> None:
        if worker.state.total_resources.get(RESOURCE, 0) != photos:
            await worker.set_resources(**{RESOURCE: photos})

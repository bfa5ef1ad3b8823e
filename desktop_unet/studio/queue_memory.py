"""What is remembered of the queue from one run of the program to the next: what is not done yet, and how fast it was.

Comes in: batches that begin and end, photos with their times. Goes out: one to go on with, and seconds per megapixel. A
damaged file is forgotten: the journals in the results' folders know what is done.
"""

from __future__ import annotations

import contextlib
import json
import logging
from pathlib import Path
from typing import Any

from desktop_unet.atomic_files import write_whole
from desktop_unet.studio.many_photos import ManyPhotos

log = logging.getLogger(__name__)


class QueueMemory:
    """A JSON file; its folder is made when there is something to remember."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def unfinished(self) -> tuple[ManyPhotos, ...]:
        """What was asked for and has not come to its end, in that order."""
        texts = self._read().get("unfinished")
        read = (ManyPhotos.from_json(text) for text in (texts if isinstance(texts, list) else ()))
        return tuple(many for many in read if many is not None)

    def begin(self, many: ManyPhotos) -> None:
        """Remember to go on with this."""
        if many not in self.unfinished:
            self._keep((*self.unfinished, many))

    def end(self, many: ManyPhotos) -> None:
        """There is nothing left of this."""
        if many in self.unfinished:
            self._keep(tuple(each for each in self.unfinished if each != many))

    def _keep(self, unfinished: tuple[ManyPhotos, ...]) -> None:
        self._write({**self._read(), "unfinished": [each.to_json() for each in unfinished]})

    def seconds_per_megapixel(self, many: ManyPhotos) -> float | None:
        """That photos took which were made like this, of the result's pixels; None where none was."""
        speeds = self._read().get("speeds")
        speed = speeds.get(_kind(many)) if isinstance(speeds, dict) else None
        return float(speed) if isinstance(speed, int | float) and speed > 0 else None

    def learn(self, many: ManyPhotos, seconds: float, megapixels: float) -> None:
        """Remember how fast it was."""
        found = self._read()
        speeds = found.get("speeds")
        known = speeds if isinstance(speeds, dict) else {}
        if seconds > 0 and megapixels > 0:
            self._write({**found, "speeds": {**known, _kind(many): seconds / megapixels}})

    def _read(self) -> dict[str, Any]:
        with contextlib.suppress(OSError, ValueError):
            found = json.loads(self._path.read_text("utf-8"))
            return found if isinstance(found, dict) else {}
        return {}

    def _write(self, found: dict[str, Any]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, json.dumps(found).encode())
        except OSError as error:  # a full disk costs the offer at the next start, not the run
            log.warning("the queue cannot be remembered: %s", error)


def _kind(many: ManyPhotos) -> str:
    """Photos that are made alike take about as long for each of their pixels."""
    parts = [many.deed, many.variant, many.device, many.precision]
    if many.deed == "enlarge":
        parts += [str(many.scale), many.look, many.quality, many.network]
    elif many.deed == "fill":
        parts += [many.fill, "masks" if many.masks else "found"]
    elif many.deed == "restore":
        parts += [str(many.step_scale), *many.on, *(f"no {name}" for name in many.off)]
    return " ".join(parts)

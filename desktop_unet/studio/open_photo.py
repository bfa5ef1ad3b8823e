"""One of the photos that are open, with everything that was done to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from desktop_unet.document.document import Document
from desktop_unet.document.strokes import Point
from desktop_unet.studio.file_stamps import Stamp
from desktop_unet.studio.options import Mode
from desktop_unet.studio.renditions import Compared


@dataclass(frozen=True)
class PhotoWork:
    """How far something is that is being made of a photo; it ``is_waiting`` while the engine works on another one."""

    percent: int
    is_waiting: bool


News = Literal["done", "failed"]
"""How a job of a photo ended while another photo was shown."""


@dataclass(eq=False)
class OpenPhoto:
    """One photo of the film strip.

    Args:
        name: for a person.
        path: its file; None for a pasted one.
        document: what was done to it; None until it is wanted.
        compared: its renditions, when it was left; None before.
        sight: zoom, centre and whether it fits, when it was left; None before.
        thumbnail: (H, W, 3) uint8; None until it has been made.
        has_failed: no thumbnail can be made.
        stamp: of its file when that was read; None where there is none.
        is_as_its_file: False once the file has been deleted or changed by others.
        work: what is being made of it; None for nothing.
        news: how that ended, until the photo is shown again.
        untold: kinds and sentences that are to be told when it is shown again.
        opens_in: the view that it is shown in then.
    """

    name: str
    path: Path | None = None
    document: Document | None = None
    compared: Compared | None = None
    sight: tuple[float, Point, bool] | None = None
    thumbnail: NDArray[np.uint8] | None = None
    has_failed: bool = False
    stamp: Stamp | None = None
    is_as_its_file: bool = True
    work: PhotoWork | None = None
    news: News | None = None
    untold: list[tuple[str, str]] = field(default_factory=list)
    opens_in: Mode = "edit"

    @property
    def is_modified(self) -> bool:
        return self.document is not None and self.document.is_modified

    @property
    def is_untouched(self) -> bool:
        """Whether its file holds all there is of it, and nothing is being made of it."""
        document = self.document
        if document is None:
            return True
        if self.work is not None:
            return False
        history, has_marks = document.history, document.has_mask or document.has_sampling
        return (
            self.path is not None
            and self.is_as_its_file
            and not (document.results or has_marks or history.undo_name or history.redo_name)
        )

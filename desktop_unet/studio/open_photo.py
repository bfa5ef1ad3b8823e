"""One of the photos that are open, with everything that was done to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_unet.document.document import Document
from desktop_unet.document.strokes import Point
from desktop_unet.studio.file_stamps import Stamp
from desktop_unet.studio.renditions import Compared


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

    @property
    def is_modified(self) -> bool:
        return self.document is not None and self.document.is_modified

    @property
    def is_untouched(self) -> bool:
        """Whether its file holds all there is of it."""
        document = self.document
        if document is None:
            return True
        history, has_marks = document.history, document.has_mask or document.has_sampling
        return (
            self.path is not None
            and self.is_as_its_file
            and not (document.results or has_marks or history.undo_name or history.redo_name)
        )

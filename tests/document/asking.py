"""What a result answers, as the document's tests need it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_unet.imaging.photo import Mask, Photo


@dataclass(frozen=True, eq=False)
class Asking:
    """A fill where something was ``marked``, else an enlargement."""

    photo: Photo
    marked: Mask | None = None
    edit_name: str = "fill"

    @property
    def starts_over(self) -> bool:
        return self.marked is None

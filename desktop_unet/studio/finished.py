"""What is left of an order when only its outcome goes on: after a crash, or after the photo was framed anew."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass, replace
from typing import Self

from desktop_unet.imaging.geometry import Rect
from desktop_unet.studio.orders import Order


@dataclass(frozen=True, eq=False, kw_only=True)
class Finished(Order, ABC):
    """An order that is not carried out again; ``done`` is what its result's file name gets."""

    done: str

    @property
    def starts_over(self) -> bool:
        return False

    @property
    def suffix(self) -> str:
        return self.done

    def asks_the_same(self, other: Order) -> bool:
        return False

    def for_part(self, part: Rect, strength: float | None) -> Self:
        return replace(self, part=part)

    def cut_to(self, around: Rect) -> Self:
        return replace(self, photo=self.photo.cut(around), part=None)

"""Sizes and boxes, always height before width and top before left, in pixels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Extent:
    """Height and width of a photo, mask or tile."""

    height: int
    width: int

    @property
    def pixels(self) -> int:
        return self.height * self.width

    @property
    def rect(self) -> Rect:
        """The box that covers all of it."""
        return Rect(0, 0, self.height, self.width)

    def scaled(self, factor: int) -> Extent:
        return Extent(self.height * factor, self.width * factor)

    def has_shape_of(self, other: Extent) -> bool:
        """Whether one is the other enlarged, its sides rounded to whole pixels."""
        small, large = sorted((self, other))
        slack = max(large.height, large.width) / (2 * max(1, min(small.height, small.width)))
        return abs(small.width * large.height / small.height - large.width) <= max(1.0, slack)

    def middle(self, side_px: int, multiple: int = 1) -> Rect:
        """The box in the middle, at most ``side_px`` high and wide, its sides whole multiples of ``multiple``."""
        height, width = (min(side, side_px) // multiple * multiple for side in (self.height, self.width))
        return Rect((self.height - height) // 2, (self.width - width) // 2, height, width)


@dataclass(frozen=True)
class Rect:
    """A box of pixels: rows ``top`` to ``bottom``, columns ``left`` to ``right`` (both exclusive at the end)."""

    top: int
    left: int
    height: int
    width: int

    @classmethod
    def from_edges(cls, top: int, left: int, bottom: int, right: int) -> Rect:
        return cls(top, left, max(0, bottom - top), max(0, right - left))

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def extent(self) -> Extent:
        return Extent(self.height, self.width)

    @property
    def is_empty(self) -> bool:
        return self.height <= 0 or self.width <= 0

    @property
    def slices(self) -> tuple[slice, slice]:
        """For indexing an array of layout (H, W, ...)."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def within(self, extent: Extent) -> Rect:
        """The part that lies inside a photo of this size."""
        return self.intersection(extent.rect)

    def intersection(self, other: Rect) -> Rect:
        return Rect.from_edges(
            max(self.top, other.top),
            max(self.left, other.left),
            min(self.bottom, other.bottom),
            min(self.right, other.right),
        )

    def union(self, other: Rect) -> Rect:
        """The smallest box that holds both; an empty one adds nothing."""
        if self.is_empty:
            return other
        if other.is_empty:
            return self
        return Rect.from_edges(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )

    def grown(self, margin_px: int) -> Rect:
        """Larger by ``margin_px`` on each side; may leave the photo, see ``within``."""
        return Rect(
            self.top - margin_px, self.left - margin_px, self.height + 2 * margin_px, self.width + 2 * margin_px
        )

    def moved(self, rows: int, columns: int) -> Rect:
        return Rect(self.top + rows, self.left + columns, self.height, self.width)

    def scaled(self, factor: int) -> Rect:
        return Rect(self.top * factor, self.left * factor, self.height * factor, self.width * factor)

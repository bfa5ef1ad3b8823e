"""Enlarging, and cleaning up, which is enlarging by 1: as the window asks for both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Self

from desktop_unet.document.document import Document
from desktop_unet.engine.task import VARIANTS, Choices, Quality, Request, UpscaleRequest, Variant
from desktop_unet.engine.task_table import UPSCALE
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.target_size import TargetSize, scale_for
from desktop_unet.models.descriptor import Look
from desktop_unet.phrases import Phrase
from desktop_unet.studio.limits import refuse_unshowable
from desktop_unet.studio.networks import Networks
from desktop_unet.studio.options import CLEAN_UP, Options
from desktop_unet.studio.orders import PREVIEW_CONTEXT_PX, Desk, Order, are_equal, marked_in, pixels_around

WHOLLY = 100
"""Percent of the sharp look while nothing is mixed."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Enlargement(Order):
    """Enlarge, or clean up at scale 1.

    Args:
        scale, strength, target, only, look, quality: as in ``UpscaleRequest``.
        mix: percent of the sharp look.
    """

    task: ClassVar[str] = UPSCALE.name

    scale: int
    strength: float | None = None
    target: TargetSize | None = None
    only: Mask | None = None
    look: Look = "natural"
    quality: Quality = "good"
    mix: int = 100

    @property
    def extent(self) -> Extent:
        return self.target.extent if self.target is not None else self.photo.extent.scaled(self.scale)

    @property
    def times(self) -> int:
        return self.scale

    @property
    def speed_kind(self) -> str:
        return f"x{self.scale} {self.look} {self.quality}{'' if self.only is None else ' marked'}"

    @property
    def seen_pixels(self) -> int:
        return self.photo.extent.pixels if self.only is None else pixels_around(self.only, PREVIEW_CONTEXT_PX)

    @property
    def starts_over(self) -> bool:
        """After a selection the next one goes on from there."""
        return self.only is None

    @property
    def edit_name(self) -> str:
        return f"enlarge ×{self.scale}" if self.scale > 1 else "clean up"

    @property
    def title(self) -> Phrase:
        made = self._made
        return made if self.quality == "good" else Phrase("{made}, best quality", made=made)

    @property
    def _made(self) -> Phrase:
        if self.scale == CLEAN_UP:
            return Phrase("Cleaned up")
        if self.look == "natural":
            return Phrase("Enlarged ×{scale}", scale=self.scale)
        if self.mix == WHOLLY:
            return Phrase("Enlarged ×{scale}, sharp", scale=self.scale)
        return Phrase("Enlarged ×{scale}, sharp {percent} %", scale=self.scale, percent=self.mix)

    @property
    def suffix(self) -> str:
        if self.scale == CLEAN_UP:
            return "-clean"
        look = "" if self.look == "natural" else "-sharp"
        return f"-x{self.scale}{look}" if self.mix == WHOLLY else f"-x{self.scale}{look}{self.mix}"

    def request(self, variant: Variant) -> Request:
        choices = replace(self._choices_for(variant), look=self.look)
        return UpscaleRequest(
            self.photo, self.scale, self.strength, choices, self.target, self.only, self.quality, self.mix / WHOLLY
        )

    def asks_the_same(self, other: Order) -> bool:
        """However the looks are mixed: the slider is there for that, without running again."""
        if not isinstance(other, Enlargement) or other.photo is not self.photo:
            return False
        if (self.scale, self.strength, self.target) != (other.scale, other.strength, other.target):
            return False
        if (self.look, self.quality) != (other.look, other.quality):
            return False
        if self.choices.card != other.choices.card:
            return False
        return are_equal(self.only, other.only)

    def as_done(self, done: Self) -> Self:
        return replace(self, mix=done.mix)

    @property
    def natural(self) -> Self:
        """The same with the natural look."""
        return replace(self, look="natural", mix=WHOLLY)

    def for_part(self, part: Rect, strength: float | None) -> Self:
        return replace(self, part=part, strength=strength if self.strength is None else self.strength)

    def cut_to(self, around: Rect) -> Self:
        only = None if self.only is None else self.only[around.slices].copy()
        only = only if only is not None and only.any() else None
        return replace(self, photo=self.photo.cut(around), only=only, target=None, part=None)


def enlargement_for(desk: Desk) -> Enlargement:
    """What is asked for.

    Raises:
        RequestImpossible: nothing is marked that could be restored, or the chosen network is not known yet.
        TargetTooLarge, TargetTooSmall: the size cannot be reached.
        ResultTooLarge: the window does not show so much.
    """
    options, document = desk.options, desk.document
    order = Enlargement(
        photo=photo_to_enlarge(options, document),
        scale=options.scale,
        strength=options.strength,
        choices=_choices_for_file(desk),
        quality=options.quality,
    )
    if options.only_mask:
        reason = Phrase("Nothing is marked yet; paint over what should be restored")
        order = replace(order, only=marked_in(document, reason))
    elif options.target is not None:
        scale = scale_for(order.photo.extent, options.target.extent, desk.networks.scales_of(options.network))
        order = replace(order, scale=scale, target=options.target)
    refuse_unshowable(order.extent)
    return replace(order, look=look_of(options, desk.networks, order.scale))


def cleaning_for(desk: Desk) -> Enlargement:
    """Cleaning up; raises as ``enlargement_for``, and where the network has not learnt it."""
    return enlargement_for(_desk_for_cleaning(desk))


def cleaning_to_compare(desk: Desk) -> Enlargement:
    """The same for both variants; raises as ``enlargement_to_compare``."""
    return enlargement_to_compare(_desk_for_cleaning(desk))


def _desk_for_cleaning(desk: Desk) -> Desk:
    if CLEAN_UP not in desk.networks.scales_of(desk.options.network):
        raise RequestImpossible(reason=Phrase("The chosen network does not clean up"))
    return replace(desk, options=desk.options.asked)


def look_of(options: Options, networks: Networks, scale: int) -> Look:
    """The look that an enlargement gets: the one chosen, where it can be had."""
    return "natural" if networks.why_one_look(options.variant, scale, options.network) else options.look


def enlargement_to_compare(desk: Desk) -> Enlargement:
    """The same for both variants.

    Raises:
        RequestImpossible: as ``enlargement_for``, and where the chosen network comes in one variant only.
    """
    file = desk.networks.file(UPSCALE.name, desk.options.network)
    if file is not None:
        raise RequestImpossible(reason=file.why_one_variant)
    order = enlargement_for(desk)
    if order.look == "sharp" and any(desk.networks.why_one_look(variant, order.scale) for variant in VARIANTS):
        reason = Phrase("Only one of the networks has the sharp look; choose the natural look to compare them")
        raise RequestImpossible(reason=reason)
    return order


def _choices_for_file(desk: Desk) -> Choices:
    """How to run, with the network of a file where one is chosen."""
    path = desk.options.network
    if not path:
        return desk.choices
    if desk.networks.file(UPSCALE.name, path) is None:
        reason = Phrase("{name} is still being looked at; try again in a moment", name=Path(path).name)
        raise RequestImpossible(reason=reason)
    return replace(desk.choices, card=path)


def photo_to_enlarge(options: Options, document: Document) -> Photo:
    """A selection is enlarged of the photo as it stands; all of it of the photo before it was enlarged."""
    return document.photo if options.only_mask else document.photo_to_enlarge


def enlarging_text(options: Options) -> Phrase:
    """What Run says."""
    if options.target is not None and not options.only_mask:
        extent = options.target.extent
        return Phrase("Enlarge to {width} × {height}", width=extent.width, height=extent.height)
    return Phrase("Enlarge ×{scale}", scale=options.scale)

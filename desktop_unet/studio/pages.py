"""The tasks that the window has a page for: a row for each, with how it is asked for and what the window says of it.

What differs from task to task is said here, but for restoring, which is no order but several (``restore_job.py``).
CONTRIBUTING shows how a page is added: a module beside ``enlarging.py``, a
row here, and its page in the panel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop_unet.engine.task_table import INPAINT, UPSCALE
from desktop_unet.errors import RequestImpossible
from desktop_unet.phrases import Phrase
from desktop_unet.studio.enlarging import (
    cleaning_for,
    cleaning_to_compare,
    enlargement_for,
    enlargement_to_compare,
    enlarging_text,
)
from desktop_unet.studio.filling import filling_for, fills_to_compare
from desktop_unet.studio.options import CLEANING, IN_STEPS, Deed, Mode, Options, takes_mask
from desktop_unet.studio.orders import Desk, Order


@dataclass(frozen=True)
class PageRow:
    """One task in the window.

    Args:
        order: makes the order, or raises a ``Mishap`` that says why there is none.
        to_compare: the same for both variants side by side.
        run_text: what Run says.
        needs_mask: whether something has to be marked.
        has_network: whether a network of a file can be chosen for it, and only what is marked be changed.
        shows: the view that a result is shown in.
        deed: what many photos are asked for, where this page is in front.
        has_preview: whether it can be tried on a part of the photo.
        makes_anew: whether nothing of what is marked is kept, so that too much of it is asked about.
        again_text: what Run says where the last result is made once more; None where that would give the same.
    """

    order: Callable[[Desk], Order]
    to_compare: Callable[[Desk], Order]
    run_text: Callable[[Options], Phrase]
    needs_mask: Callable[[Options], bool]
    has_network: bool
    shows: Mode
    deed: Deed
    makes_anew: bool = False
    again_text: Phrase | None = None
    has_preview: bool = True


def _several_steps(_desk: Desk) -> Order:
    raise RequestImpossible(reason=Phrase("A restoration in several steps has no preview"))


PAGE_ROWS: Mapping[str, PageRow] = {
    IN_STEPS: PageRow(
        order=_several_steps,
        to_compare=_several_steps,
        run_text=lambda _options: Phrase("Restore"),
        needs_mask=lambda _options: False,
        has_network=False,
        shows="slider",
        deed="restore",
        has_preview=False,
    ),
    UPSCALE.name: PageRow(
        order=enlargement_for,
        to_compare=enlargement_to_compare,
        run_text=enlarging_text,
        needs_mask=lambda options: options.only_mask,
        has_network=True,
        shows="slider",
        deed="enlarge",
    ),
    CLEANING: PageRow(
        order=cleaning_for,
        to_compare=cleaning_to_compare,
        run_text=lambda _options: Phrase("Clean up"),
        needs_mask=lambda options: options.only_mask,
        has_network=True,
        shows="slider",
        deed="clean",
    ),
    INPAINT.name: PageRow(
        order=filling_for,
        to_compare=fills_to_compare,
        run_text=lambda _options: Phrase("Fill"),
        needs_mask=lambda _options: True,
        has_network=False,
        shows="edit",
        deed="fill",
        makes_anew=True,
        again_text=Phrase("Fill again"),
    ),
}


def task_to_mark(options: Options) -> str:
    """The page that marks are made for: the one in front, or the first task that takes a mask."""
    if options.has_marks_to_make:
        return options.task
    return next(name for name in PAGE_ROWS if takes_mask(name))

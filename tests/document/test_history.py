"""The history stays within its budget, and a stroke costs no more than what it touched."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.document.document import Document, Restoration
from desktop_unet.document.edits import TILE_PX, Keeper, MaskEdit
from desktop_unet.document.history import History
from desktop_unet.document.strokes import empty_mask, paint_segment, reach_of_segment
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo
from tests.document.asking import Asking

EXTENT = Extent(600, 910)


def make_photo(seed: int = 0) -> Photo:
    return Photo(np.random.default_rng(seed).integers(0, 256, (EXTENT.height, EXTENT.width, 3), dtype=np.uint8))


def stroke(document: Document, row: float) -> None:
    document.begin_stroke((row, 20.0), 9.0)
    document.extend_stroke((row, 880.0))
    document.end_stroke()


def undo_all(document: Document) -> int:
    """How many edits could be taken back."""
    count = 0
    while document.history.undo_name is not None:
        document.undo()
        count += 1
    return count


def test_only_the_touched_tiles_are_kept() -> None:
    mask = empty_mask(EXTENT)
    keeper = Keeper(mask)
    keeper.keep(reach_of_segment((300.0, 300.0), (310.0, 340.0), 9.0))
    paint_segment(mask, (300.0, 300.0), (310.0, 340.0), 9.0, 255)
    edit = keeper.edit("stroke")
    assert [patch.rect for patch in edit.patches] == [Rect(TILE_PX, TILE_PX, TILE_PX, TILE_PX)]
    assert sum(edit.held().values()) < 2000


def test_what_was_kept_twice_is_taken_back_to_the_first_time() -> None:
    document = Document(make_photo())
    before = document.mask.copy()
    keeper = Keeper(document.mask)
    for value in (90, 200):
        keeper.keep(Rect(250, 250, 20, 20))
        document.mask[250:270, 250:270] = value
    after = document.mask.copy()
    edit = keeper.edit("twice")
    assert edit.undo(document) == EXTENT.rect.intersection(Rect(0, 0, 512, 512))
    assert np.array_equal(document.mask, before)
    edit.redo(document)
    assert np.array_equal(document.mask, after)


def test_a_keeper_of_nothing_makes_no_edit() -> None:
    keeper = Keeper(empty_mask(EXTENT))
    keeper.keep(Rect(-50, -50, 20, 20))
    keeper.keep(EXTENT.rect)
    assert keeper.edit("nothing") is None


def test_beyond_the_budget_the_oldest_edits_are_forgotten() -> None:
    document = Document(make_photo())
    stroke(document, 20.0)
    size = sum(document.history._done[0].held().values())
    document.history = History(budget_bytes=size * 7 // 2)
    document.clear_mask()
    for row in range(50, 550, 50):
        stroke(document, float(row))
    final = document.mask.copy()
    assert 2 <= undo_all(document) <= 4
    while document.history.redo_name is not None:
        document.redo()
    assert np.array_equal(document.mask, final)


def test_the_last_edit_is_kept_however_large_it_is() -> None:
    document = Document(make_photo())
    document.history = History(budget_bytes=1)
    stroke(document, 100.0)
    stroke(document, 200.0)
    assert undo_all(document) == 1


def test_what_the_document_holds_anyway_costs_the_history_nothing() -> None:
    """A result is on the canvas with or without a way back, and so is the original."""
    document = Document(make_photo())
    document.history = History(budget_bytes=1_000_000)
    stroke(document, 100.0)
    document.add_result(Restoration(Asking(document.photo, document.mask.copy()), {"skip": make_photo(1)}, "skip"))
    stroke(document, 200.0)
    assert undo_all(document) == 3


def test_results_that_only_the_history_holds_count() -> None:
    document = Document(make_photo())
    document.history = History(budget_bytes=EXTENT.pixels * 3 * 3)
    for seed in range(1, 6):
        document.add_result(Restoration(Asking(document.original), {"skip": make_photo(seed)}, "skip"))
    assert 1 < undo_all(document) < 5


@pytest.mark.parametrize("how", ["add", "subtract", "intersect"])
def test_an_edit_is_the_same_for_shapes(how: str) -> None:
    from desktop_unet.document.shapes import ellipse

    document = Document(make_photo())
    stroke(document, 300.0)
    before = document.mask.copy()
    touched = document.combine("ellipse", ellipse((200.0, 300.0), (420.0, 700.0), EXTENT), how)
    after = document.mask.copy()
    outside = before != after
    outside[touched.slices] = False
    assert not outside.any()
    assert isinstance(document.history._done[-1], MaskEdit)
    document.undo()
    assert np.array_equal(document.mask, before)
    document.redo()
    assert np.array_equal(document.mask, after)
    assert not np.array_equal(before, after)

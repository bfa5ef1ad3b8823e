"""Areas to borrow from are marked, taken back and brought along as the mask is, and never mixed up with it."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.document.document import Document, Restoration
from desktop_unet.document.shapes import rectangle
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.sampling import SAMPLING
from tests.document.asking import Asking


@pytest.fixture
def document() -> Document:
    return Document(Photo(np.random.default_rng(0).integers(0, 256, (300, 420, 3), dtype=np.uint8)))


def stroke(document: Document, row: float, *, erase: bool = False, what: str = "borrow") -> None:
    document.begin_stroke((row, 30.0), 6.0, erase=erase, hardness=0.2, what=what)
    document.extend_stroke((row, 300.0))
    document.end_stroke()


def test_a_stroke_of_either_kind_leaves_the_mask_alone_and_is_undone(document: Document) -> None:
    stroke(document, 50.0)
    stroke(document, 55.0, what="never")
    assert not document.has_mask
    assert document.has_sampling
    assert set(np.unique(document.sampling)) == {0, SAMPLING["borrow"], SAMPLING["never"]}
    assert document.sampling[55, 100] == SAMPLING["never"]
    document.undo()
    assert document.sampling[55, 100] == SAMPLING["borrow"]
    document.undo()
    assert not document.has_sampling
    document.redo()
    assert document.has_sampling


def test_the_eraser_takes_areas_away_and_leaves_the_mask(document: Document) -> None:
    stroke(document, 50.0, what="hole")
    stroke(document, 50.0, what="never")
    stroke(document, 50.0, erase=True, what="borrow")
    assert document.has_mask
    assert not document.has_sampling
    assert document.history.undo_name == "eraser stroke"


def test_shapes_mark_areas(document: Document) -> None:
    region = rectangle((20.0, 30.0), (60.0, 90.0), document.photo.extent)
    document.combine("rectangle", region, "add", "never")
    assert (document.sampling == SAMPLING["never"]).sum() == 40 * 60
    inner = rectangle((30.0, 40.0), (40.0, 50.0), document.photo.extent)
    document.combine("rectangle", inner, "intersect", "never")
    assert (document.sampling == SAMPLING["never"]).sum() == 100
    document.undo()
    document.undo()
    assert not document.has_sampling


def test_areas_stay_after_a_fill_and_grow_with_the_photo(document: Document) -> None:
    stroke(document, 50.0)
    stroke(document, 80.0, what="hole")
    before = document.sampling.copy()
    filled = Restoration(
        Asking(document.photo, document.mask), {"skip": document.photo.with_pixels(document.photo.pixels)}, "skip"
    )
    document.add_result(filled)
    assert not document.has_mask
    assert np.array_equal(document.sampling, before)
    large = document.photo.with_pixels(document.photo.pixels.repeat(2, 0).repeat(2, 1))
    document.add_result(Restoration(Asking(document.photo), {"skip": large}, "skip"))
    assert np.array_equal(document.sampling, before.repeat(2, 0).repeat(2, 1))
    document.undo()
    assert np.array_equal(document.sampling, before)
    document.clear_sampling()
    assert not document.has_sampling
    document.undo()
    assert np.array_equal(document.sampling, before)


def test_both_layers_are_replaced_in_one_step(document: Document) -> None:
    marks = np.zeros((300, 420), np.uint8)
    marks[10:20, 10:20] = 255
    document.replace_marks("load mask", marks, marks)
    assert document.has_mask
    assert document.has_sampling
    document.undo()
    assert not document.has_mask
    assert not document.has_sampling
    assert document.history.undo_name is None
    document.replace_marks("load mask", None, None)
    assert document.history.undo_name is None

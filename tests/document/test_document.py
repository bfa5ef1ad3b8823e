"""The document: what is done can be taken back, exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_unet.document.document import Document, Restoration
from desktop_unet.imaging.photo import Photo
from tests.document.asking import Asking


def make_photo(height: int = 40, width: int = 61, seed: int = 0) -> Photo:
    rng = np.random.default_rng(seed)
    return Photo(rng.integers(0, 256, (height, width, 3), dtype=np.uint8))


def fill_of(document: Document, seed: int = 1) -> Restoration:
    photo = document.photo
    mask = document.mask.copy()
    return Restoration(Asking(photo, mask), {"skip": make_photo(photo.height, photo.width, seed)}, "skip")


def enlargement_of(document: Document, scale: int = 2, seed: int = 2) -> Restoration:
    photo = document.photo_to_enlarge
    large = make_photo(photo.height * scale, photo.width * scale, seed)
    return Restoration(Asking(photo, None, f"enlarge ×{scale}"), {"skip": large}, "skip")


def stroke(document: Document, *points: tuple[float, float], radius_px: float = 4.0, erase: bool = False) -> None:
    document.begin_stroke(points[0], radius_px, erase=erase)
    for point in points[1:]:
        document.extend_stroke(point)
    document.end_stroke()


def state_of(document: Document) -> tuple:
    return document.photo, document.mask.tobytes(), document.mask.shape, document.results


DEEDS = {
    "stroke": lambda document, n: stroke(document, (n * 3.0, n * 5.0), (30.0 - n, 8.0 * n)),
    "erase": lambda document, n: stroke(document, (n * 4.0, 2.0), (20.0, 9.0 * n), erase=True),
    "clear": lambda document, _: document.clear_mask(),
    "fill": lambda document, n: document.add_result(fill_of(document, n)),
    "enlarge": lambda document, n: document.add_result(enlargement_of(document, 2 if n % 2 else 3, n)),
}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(1, 5)), max_size=6))
def test_undoing_everything_gives_every_state_back_and_redoing_too(deeds) -> None:
    document = Document(make_photo())
    states = [state_of(document)]
    for name, number in deeds:
        if document.photo.width > 1000:
            continue
        before = document.history.undo_name, len(document.history._done)
        DEEDS[name](document, number)
        if (document.history.undo_name, len(document.history._done)) != before:
            states.append(state_of(document))
    for state in reversed(states[:-1]):
        document.undo()
        assert state_of(document) == state
    assert document.history.undo_name is None
    for state in states[1:]:
        document.redo()
        assert state_of(document) == state
    assert document.history.redo_name is None


def test_a_stroke_is_one_edit_however_many_points_it_has() -> None:
    document = Document(make_photo())
    stroke(document, (5, 5), (10, 20), (30, 40), (8, 50))
    assert document.history.undo_name == "brush stroke"
    document.undo()
    assert not document.has_mask
    assert document.history.undo_name is None


def test_a_stroke_that_changes_nothing_is_no_edit() -> None:
    document = Document(make_photo())
    stroke(document, (5, 5), (9, 9), erase=True)
    document.clear_mask()
    assert document.history.undo_name is None


def test_a_new_edit_forgets_what_was_taken_back() -> None:
    document = Document(make_photo())
    stroke(document, (5, 5))
    document.undo()
    assert document.history.redo_name == "brush stroke"
    stroke(document, (20, 20), erase=False)
    assert document.history.redo_name is None


def test_undoing_in_mid_stroke_takes_the_stroke_back() -> None:
    document = Document(make_photo())
    document.begin_stroke((10.0, 10.0), 5.0)
    document.undo()
    assert not document.has_mask
    assert document.extend_stroke((20.0, 20.0)).is_empty


def test_filling_clears_the_mask_and_undo_brings_it_back() -> None:
    document = Document(make_photo())
    stroke(document, (10, 10), (20, 30))
    painted = document.mask.copy()
    document.add_result(fill_of(document))
    assert not document.has_mask
    document.undo()
    assert np.array_equal(document.mask, painted)
    assert document.photo is document.original


def test_enlarging_enlarges_the_mask() -> None:
    document = Document(make_photo())
    stroke(document, (10, 10), (20, 30))
    painted = document.mask.copy()
    document.add_result(enlargement_of(document, 3))
    assert np.array_equal(document.mask, painted.repeat(3, 0).repeat(3, 1))


def test_enlarging_again_starts_from_the_same_photo() -> None:
    document = Document(make_photo())
    document.add_result(enlargement_of(document, 2))
    document.add_result(enlargement_of(document, 3))
    assert document.photo.extent == document.original.extent.scaled(3)
    assert len(document.results) == 1
    document.undo()
    assert document.photo.extent == document.original.extent.scaled(2)


def test_enlarging_after_filling_enlarges_the_filled_photo() -> None:
    document = Document(make_photo())
    stroke(document, (10, 10))
    document.add_result(fill_of(document))
    filled = document.photo
    assert document.photo_to_enlarge is filled
    document.add_result(enlargement_of(document, 2))
    assert [result.asked.edit_name for result in document.results] == ["fill", "enlarge ×2"]


def test_another_variant_can_be_chosen_and_taken_back() -> None:
    document = Document(make_photo())
    document.add_result(enlargement_of(document))
    first, other = document.photo, make_photo(80, 122, 9)
    document.add_variants({"no-skip": other})
    assert document.photo is first
    document.choose_variant("no-skip")
    assert document.photo is other
    document.undo()
    assert document.photo is first


def test_a_variant_that_was_not_run_cannot_be_chosen() -> None:
    document = Document(make_photo())
    document.add_result(enlargement_of(document))
    with pytest.raises(KeyError):
        document.choose_variant("no-skip")


def test_only_an_unsaved_result_counts_as_modified() -> None:
    document = Document(make_photo())
    stroke(document, (10, 10))
    assert not document.is_modified
    document.add_result(fill_of(document))
    assert document.is_modified
    document.mark_saved(document.photo)
    assert not document.is_modified
    document.undo()
    assert not document.is_modified

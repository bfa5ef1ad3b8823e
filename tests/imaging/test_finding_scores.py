"""Marks are right within the tolerance, and what cannot be seen counts for nobody."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.imaging.defects.old_photo import DAMAGED, UNSURE
from desktop_unet.imaging.finding_scores import Counts, count_marks, judged_marks

SHAPE = (30, 41)


def truth_with(rows: slice, columns: slice, value: int = DAMAGED) -> np.ndarray:
    truth = np.zeros(SHAPE, np.uint8)
    truth[rows, columns] = value
    return truth


def marks(rows: slice, columns: slice) -> np.ndarray:
    marked = np.zeros(SHAPE, np.bool_)
    marked[rows, columns] = True
    return marked


def test_a_perfect_finder_scores_one_and_a_blind_one_nothing() -> None:
    truth = truth_with(slice(4, 9), slice(5, 30))
    assert count_marks(truth > 0, truth).f1 == 1
    blind = count_marks(np.zeros(SHAPE, np.bool_), truth)
    assert (blind.precision, blind.recall, blind.f1) == (1, 0, 0)


@pytest.mark.parametrize(("shift", "f1"), [(0, 1.0), (2, 1.0), (3, 0.0)])
def test_two_pixels_aside_are_right_and_three_are_not(shift: int, f1: float) -> None:
    truth = truth_with(slice(10, 11), slice(0, 41))
    assert count_marks(marks(slice(10 + shift, 11 + shift), slice(0, 41)), truth).f1 == f1


def test_marks_on_faint_damage_are_neither_right_nor_wrong() -> None:
    truth = truth_with(slice(4, 8), slice(5, 30), UNSURE)
    counts = count_marks(truth > 0, truth)
    assert (counts.marked, counts.damaged, counts.wrong_share) == (0, 0, 0)


def test_counts_add_up_over_photos() -> None:
    truth = truth_with(slice(10, 12), slice(0, 40))
    half = count_marks(marks(slice(10, 12), slice(0, 20)), truth)
    false = count_marks(marks(slice(0, 2), slice(0, 20)), np.zeros(SHAPE, np.uint8))
    both = half + false
    assert half.precision == 1
    assert half.recall == pytest.approx(22 / 40)
    assert both.precision == pytest.approx(0.5)
    assert both.wrong_share == pytest.approx(40 / (2 * 30 * 41))
    assert (Counts() + half) == half


def test_what_is_right_wrong_missed_and_not_counted_is_told_apart_by_colour() -> None:
    truth = truth_with(slice(4, 6), slice(0, 41))
    truth[20:22] = UNSURE
    shown = judged_marks(marks(slice(4, 30), slice(0, 20)), truth)
    colours = {name: tuple(shown[place]) for name, place in PLACES.items()}
    assert colours["right"] == (1, 1, 1)
    assert colours["nothing"] == (0, 0, 0)
    assert colours["wrong"][0] > max(colours["wrong"][1:])
    assert colours["missed"][2] > max(colours["missed"][:2])
    assert len(set(colours["excused"])) == 1
    assert len(set(colours.values())) == 5


PLACES = {"right": (5, 3), "wrong": (12, 3), "excused": (20, 3), "missed": (5, 35), "nothing": (12, 35)}

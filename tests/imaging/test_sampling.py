"""Where fills may borrow from is one layer of marks, and travels inside the mask's file that others still read."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from PIL import Image

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.mask import read_mask, read_sampling, read_soft_mask, write_mask
from desktop_unet.imaging.sampling import KEYWORD, SAMPLING, from_texts, join_sampling, lent, lent_by, to_text

EXTENT = Extent(31, 47)
BORROW, NEVER = SAMPLING["borrow"], SAMPLING["never"]


def marks(top: int, left: int, bottom: int, right: int) -> np.ndarray:
    made = np.zeros((EXTENT.height, EXTENT.width), np.uint8)
    made[top:bottom, left:right] = 255
    return made


@pytest.fixture
def sampling() -> np.ndarray:
    made = marks(2, 3, 10, 20)
    made[15:30, 30:47] = NEVER
    return made


def test_what_is_lent_is_what_was_named_or_else_all_but_what_is_kept_back(sampling: np.ndarray) -> None:
    assert np.array_equal(lent_by(sampling) > 0, sampling == BORROW)
    only_never = np.where(sampling == NEVER, sampling, 0)
    assert np.array_equal(lent_by(only_never) > 0, sampling != NEVER)
    assert lent_by(np.zeros_like(sampling)) is None
    assert lent(None, None) is None
    both = np.ones(sampling.shape, bool)
    assert not lent(both, both).any()  # said of the same place, "never" counts


def test_a_mark_takes_the_place_of_one_of_the_other_kind(sampling: np.ndarray) -> None:
    join_sampling(sampling, marks(0, 0, 20, 47), "never", "add")
    assert not (sampling == BORROW).any()
    assert (sampling[:20] == NEVER).all()
    join_sampling(sampling, marks(0, 0, 5, 47), "borrow", "subtract")
    assert not sampling[:5].any()


def test_intersecting_takes_marks_of_its_own_kind_alone(sampling: np.ndarray) -> None:
    before = sampling.copy()
    join_sampling(sampling, marks(2, 3, 5, 10), "borrow", "intersect")
    assert np.array_equal(sampling == BORROW, marks(2, 3, 5, 10) > 0)
    assert np.array_equal(sampling == NEVER, before == NEVER)


def test_the_file_holds_mask_and_areas_and_others_see_the_mask_in_it(tmp_path, sampling: np.ndarray) -> None:
    path, mask = tmp_path / "mask.png", marks(12, 12, 18, 25)
    mask[12, 12:25] = 77
    write_mask(mask, path, sampling=sampling)
    assert np.array_equal(read_soft_mask(path, EXTENT), mask)
    assert np.array_equal(read_sampling(path, EXTENT), sampling)
    with Image.open(path) as seen:
        assert seen.mode == "L"
        assert np.array_equal(np.asarray(seen), mask)
        assert seen.text[KEYWORD.decode()].startswith("31 47 ")
    assert (read_mask(path, EXTENT) > 0).sum() == 5 * 13


def test_masks_without_areas_say_so(tmp_path) -> None:
    write_mask(marks(1, 1, 9, 9), tmp_path / "plain.png")
    assert read_sampling(tmp_path / "plain.png", EXTENT) is None
    Image.fromarray(marks(1, 1, 9, 9)).save(tmp_path / "other.bmp")
    assert read_sampling(tmp_path / "other.bmp", EXTENT) is None


HEAD = b"zTXt" + KEYWORD + b"\0\0"


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"31 47",
        b"31 47 255 1456",
        b"31 47 255 1458",
        b"31 47 7 1457",
        b"31 47 255 2000 0 -543",
        b"47 31 255 1457",
        b"31 47 255 1457 0",
        b"31 47 255 99999999999999999999",
        b"31 47 a b",
    ],
)
def test_damaged_areas_are_none(words: bytes) -> None:
    assert from_texts((HEAD + zlib.compress(words),), EXTENT) is None


def test_areas_that_are_cut_or_unpack_to_too_much_are_none() -> None:
    whole = to_text(marks(0, 0, 4, 4))
    assert from_texts((whole[:-6],), EXTENT) is None
    assert from_texts((HEAD + zlib.compress(b"31 47 255 1457 " * (1 << 23), 9),), EXTENT) is None


def test_random_areas_come_back_as_they_were() -> None:
    chosen = np.random.default_rng(3).choice(np.array([0, BORROW, NEVER], np.uint8), (EXTENT.height, EXTENT.width))
    assert np.array_equal(from_texts((b"tEXtTitle\0x", to_text(chosen)), EXTENT), chosen)

"""Enlarged transparency: smooth where it was cut out hard, bicubic's where it was soft or thin."""

import numpy as np
import pytest

from desktop_unet.imaging.alpha import enlarge_alpha
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.resample import resize_code

SIDE, SCALE = 64, 4
LARGE = Extent(SIDE * SCALE, SIDE * SCALE)


def ellipse(side: int) -> np.ndarray:
    """(side, side) 0..1: how much of each pixel lies inside."""
    finer = 8
    y, x = (np.mgrid[: side * finer, : side * finer] + 0.5) / (side * finer)
    inside = ((x - 0.5) / 0.38) ** 2 + ((y - 0.52) / 0.31) ** 2 < 1
    return inside.reshape(side, finer, side, finer).mean(axis=(1, 3))


def cut_out(dtype=np.uint8) -> np.ndarray:
    return (ellipse(SIDE) >= 0.5).astype(dtype) * np.iinfo(dtype).max


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_hard_edge_becomes_a_contour_nearer_to_the_truth_than_bicubics_stairs(dtype):
    top = np.iinfo(dtype).max
    enlarged = enlarge_alpha(cut_out(dtype), LARGE)
    assert enlarged.dtype == dtype
    truth = ellipse(SIDE * SCALE)
    errors = [np.abs(each / top - truth) for each in (enlarged, resize_code(cut_out(dtype), LARGE))]
    assert errors[0].sum() < 0.92 * errors[1].sum()
    assert errors[0].max() < 0.7 < errors[1].max()


def test_there_is_no_ring_beside_an_edge():
    alpha = np.full((40, 60), 255, np.uint8)
    alpha[:, 30:] = 0
    enlarged = enlarge_alpha(alpha, Extent(160, 240))
    assert (enlarged[:, :117] == 255).all()
    assert (enlarged[:, 123:] == 0).all()
    assert (np.diff(enlarged.astype(int), axis=1) <= 0).all()


def test_nothing_goes_beyond_what_is_around():
    rng = np.random.default_rng(0)
    alpha = rng.choice(np.array([90, 160], np.uint8), (30, 40))
    enlarged = enlarge_alpha(alpha, Extent(90, 120))
    assert (enlarged.min(), enlarged.max()) == (90, 160)


def test_soft_edges_are_bicubics():
    y, x = np.mgrid[:40, :60]
    alpha = np.rint(127.5 + 120 * np.sin(x / 6) * np.cos(y / 9)).astype(np.uint8)
    enlarged, bicubic = (each(alpha, Extent(160, 240)).astype(int) for each in (enlarge_alpha, resize_code))
    assert np.abs(enlarged - bicubic).max() <= 2  # at the border of the picture, where bicubic goes beyond
    assert np.abs(enlarged - bicubic)[8:-8, 8:-8].max() <= 1


@pytest.mark.parametrize("width_px", [1, 2])
def test_thin_lines_and_gaps_are_not_lost(width_px):
    line = np.zeros((40, 40), np.uint8)
    line[:, 20 : 20 + width_px] = 255
    for alpha in (line, 255 - line):
        enlarged = enlarge_alpha(alpha, Extent(160, 160))
        assert np.array_equal(enlarged, resize_code(alpha, Extent(160, 160)).clip(0, 255))
        middle = enlarged[80, 80 + 2 * width_px]
        assert abs(int(middle) - int(alpha[20, 20])) < 60


def test_where_the_size_shrinks_it_is_bicubics():
    assert np.array_equal(enlarge_alpha(cut_out(), Extent(30, 50)), resize_code(cut_out(), Extent(30, 50)))

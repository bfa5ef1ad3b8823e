"""Enlarged transparency: contours where it was cut out hard, a network's where it is smooth, without what that adds."""

import numpy as np
import pytest

from desktop_unet.imaging import alpha as module
from desktop_unet.imaging.alpha import enlarge_alpha, has_smooth_edges
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
    enlarged = enlarge_alpha(cut_out(dtype), SCALE)
    assert enlarged.dtype == dtype
    truth = ellipse(SIDE * SCALE)
    errors = [np.abs(each / top - truth) for each in (enlarged, resize_code(cut_out(dtype), LARGE))]
    assert errors[0].sum() < 0.92 * errors[1].sum()
    assert errors[0].max() < 0.7 < errors[1].max()


def test_there_is_no_ring_beside_an_edge():
    alpha = np.full((40, 60), 255, np.uint8)
    alpha[:, 30:] = 0
    enlarged = enlarge_alpha(alpha, 4)
    assert (enlarged[:, :117] == 255).all()
    assert (enlarged[:, 123:] == 0).all()
    assert (np.diff(enlarged.astype(int), axis=1) <= 0).all()


def test_nothing_goes_beyond_what_is_around():
    rng = np.random.default_rng(0)
    alpha = rng.choice(np.array([90, 160], np.uint8), (30, 40))
    enlarged = enlarge_alpha(alpha, 3)
    assert (enlarged.min(), enlarged.max()) == (90, 160)


def test_soft_edges_are_bicubics():
    y, x = np.mgrid[:40, :60]
    alpha = np.rint(127.5 + 120 * np.sin(x / 6) * np.cos(y / 9)).astype(np.uint8)
    enlarged, bicubic = enlarge_alpha(alpha, 4).astype(int), resize_code(alpha, Extent(160, 240)).astype(int)
    assert np.abs(enlarged - bicubic).max() <= 2  # at the border of the picture, where bicubic goes beyond
    assert np.abs(enlarged - bicubic)[8:-8, 8:-8].max() <= 1


@pytest.mark.parametrize("width_px", [1, 2])
def test_thin_lines_and_gaps_are_not_lost(width_px):
    line = np.zeros((40, 40), np.uint8)
    line[:, 20 : 20 + width_px] = 255
    for alpha in (line, 255 - line):
        enlarged = enlarge_alpha(alpha, 4)
        assert np.array_equal(enlarged, resize_code(alpha, Extent(160, 160)).clip(0, 255))
        middle = enlarged[80, 80 + 2 * width_px]
        assert abs(int(middle) - int(alpha[20, 20])) < 60


def smooth(side: int = SIDE) -> np.ndarray:
    return np.rint(ellipse(side) * 255).astype(np.uint8)


def learned_with_rings() -> np.ndarray:
    """The truth, as a network shows it: nowhere quite flat."""
    noise = np.random.default_rng(1).normal(0, 8, (SIDE * SCALE, SIDE * SCALE))
    return np.rint(smooth(SIDE * SCALE) + noise).clip(0, 255).astype(np.uint8)


def flat_around(values: np.ndarray, reach_px: int) -> np.ndarray:
    """Where all within so many pixels is one value."""
    side = 2 * reach_px + 1
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(values, reach_px, mode="edge"), (side, side))
    return windows.min(axis=(2, 3)) == windows.max(axis=(2, 3))


def test_of_smooth_edges_the_network_is_believed_but_its_rings_are_not():
    truth, learned = smooth(SIDE * SCALE).astype(int), learned_with_rings()
    enlarged = enlarge_alpha(smooth(), SCALE, learned).astype(int)
    errors = [np.abs(each.astype(int) - truth).mean() for each in (enlarged, resize_code(smooth(), LARGE))]
    assert errors[0] < 0.2 * errors[1]
    beside = flat_around(truth, 3)
    assert beside.any()
    assert np.array_equal(enlarged[beside], truth[beside])


def test_a_network_that_knows_nothing_spoils_no_more_than_the_edges():
    learned = np.random.default_rng(2).integers(0, 256, (SIDE * SCALE, SIDE * SCALE)).astype(np.uint8)
    for alpha in (smooth(), np.rint(40 + ellipse(SIDE) * 150).astype(np.uint8)):
        enlarged = enlarge_alpha(alpha, SCALE, learned)
        flat = np.kron(flat_around(alpha, 2), np.ones((SCALE, SCALE), bool))
        assert 0.5 < flat.mean() < 1
        assert np.array_equal(enlarged[flat], np.kron(alpha, np.ones((SCALE, SCALE), np.uint8))[flat])
        assert (enlarged.min(), enlarged.max()) == (alpha.min(), alpha.max())


def test_a_shadow_follows_the_network_and_keeps_its_ends():
    y, x = (np.mgrid[: SIDE * SCALE, : SIDE * SCALE] + 0.5) / SCALE
    truth = 180 / (1 + np.exp((np.hypot(y - 32, x - 32) - 18) / 3))
    alpha = np.rint(truth.reshape(SIDE, SCALE, SIDE, SCALE).mean(axis=(1, 3))).astype(np.uint8)
    enlarged = enlarge_alpha(alpha, SCALE, np.rint(truth).astype(np.uint8)).astype(int)
    assert np.abs(enlarged - truth).max() <= 3


def test_hard_edges_do_not_ask_the_network():
    assert np.array_equal(enlarge_alpha(cut_out(), SCALE, learned_with_rings()), enlarge_alpha(cut_out(), SCALE))
    assert not has_smooth_edges(cut_out())
    assert not has_smooth_edges(np.full((30, 40), 90, np.uint16))
    assert has_smooth_edges(smooth())
    both = np.hstack([cut_out(), np.rint(ellipse(SIDE) * 120).astype(np.uint8)])
    assert has_smooth_edges(both)


def test_strips_do_not_show(monkeypatch):
    alpha = np.vstack([smooth(), cut_out(), smooth()])
    learned = np.vstack([learned_with_rings()] * 3)
    whole = [enlarge_alpha(alpha, SCALE), enlarge_alpha(alpha, SCALE, learned)]
    monkeypatch.setattr(module, "_PIXELS_AT_ONCE", 1)
    parts = [enlarge_alpha(alpha, SCALE), enlarge_alpha(alpha, SCALE, learned)]
    for one, other in zip(whole, parts, strict=True):
        assert np.abs(one.astype(int) - other).max() <= 1

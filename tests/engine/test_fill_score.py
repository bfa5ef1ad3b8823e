"""What tells a bad fill from a good one, without the truth."""

from __future__ import annotations

import numpy as np

from desktop_unet.engine.fill_score import flaws_of


def scene() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A noisy slope, its hole, and the same with the hole smooth."""
    rng = np.random.default_rng(4)
    slope = np.mgrid[0:120, 0:140][1] / 200 + 0.1
    truth = np.repeat((slope + rng.normal(0, 0.03, slope.shape))[..., None], 3, axis=2).astype(np.float32)
    hole = np.zeros(slope.shape, np.bool_)
    hole[40:80, 50:100] = True
    smooth = np.where(hole[..., None], slope[..., None], truth).astype(np.float32)
    return truth, smooth, hole


def test_blur_an_outline_and_a_foreign_colour_are_flaws() -> None:
    truth, smooth, hole = scene()
    dark, outlined = truth.copy(), truth.copy()
    dark[hole] *= 0.6
    outlined[40, 50:100] += 0.2
    good, blurred, foreign, edged = flaws_of([truth, smooth, dark, outlined], smooth, hole)
    assert blurred.blur > 1 > 5 * good.blur
    assert blurred.departure == 0
    assert foreign.departure > 3 * good.departure
    assert edged.outline > good.outline
    assert good.badness < min(each.badness for each in (blurred, foreign, edged))


def test_of_several_fills_the_one_that_shows_something_else_is_worst() -> None:
    truth, smooth, hole = scene()
    rng = np.random.default_rng(5)
    dark, again = truth.copy(), truth.copy()
    dark[hole] *= 0.6
    again[hole] += rng.normal(0, 0.01, (hole.sum(), 3))
    alike, foreign, other, _ = flaws_of([truth, dark, again, smooth], smooth, hole)
    assert foreign.dissent > 3 * max(alike.dissent, other.dissent)
    assert foreign.badness > max(alike.badness, other.badness)
    assert flaws_of([truth, dark], smooth, hole)[1].dissent is None


def test_the_same_photo_elsewhere_has_the_same_flaws() -> None:
    truth, smooth, hole = scene()
    wide = [np.pad(each, ((200, 90), (150, 80), (0, 0)), mode="edge") for each in (truth, smooth)]
    first, second = (
        flaws_of([truth], smooth, hole)[0],
        flaws_of(wide[:1], wide[1], np.pad(hole, ((200, 90), (150, 80))))[0],
    )
    assert np.isclose(first.badness, second.badness, atol=1e-5)


def test_a_hole_without_surroundings_has_no_flaws_to_tell() -> None:
    truth, smooth, hole = scene()
    assert flaws_of([truth], smooth, np.ones_like(hole))[0].badness == 0

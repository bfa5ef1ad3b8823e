"""Sums along lines find lines of any direction."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from desktop_unet.imaging.lines import LENGTH_PX, along_lines


def drawn(angle: float, value: int = 64) -> np.ndarray:
    """A line of one pixel through the middle."""
    canvas = Image.new("L", (151, 90))
    far = 100 * np.array([np.cos(angle), np.sin(angle)])
    ImageDraw.Draw(canvas).line((75 - far[0], 45 - far[1], 75 + far[0], 45 + far[1]), fill=1)
    return np.array(canvas).astype(np.int16) * value


@pytest.mark.parametrize("number", range(24))
def test_a_line_of_any_direction_counts_for_the_most_part(number):
    most, least = along_lines(drawn(np.pi * number / 24))
    assert most[44:47, 74:77].max() >= 0.5 * 64 * LENGTH_PX
    assert not least.any()
    assert most.mean() < 0.2 * 64 * LENGTH_PX


def test_dark_lines_are_light_ones_reversed():
    evidence = np.random.default_rng(2).integers(-64, 65, (70, 111)).astype(np.int16)
    most, least = along_lines(evidence)
    turned_most, turned_least = along_lines(-evidence)
    assert np.array_equal(turned_most, -least)
    assert np.array_equal(turned_least, -most)


def test_bands_leave_no_trace():
    evidence = np.random.default_rng(4).integers(-64, 65, (450, 61)).astype(np.int16)
    whole = along_lines(evidence)
    part = along_lines(evidence[100:400])
    for one, other in zip(whole, part, strict=True):
        assert np.array_equal(one[132:368], other[32:-32])


def test_an_even_plane_has_even_sums_away_from_the_edge():
    most, _ = along_lines(np.full((100, 120), 10, np.int16))
    assert (most[32:-32, 32:-32] == 10 * LENGTH_PX).all()
    assert most[0, 0] < 10 * LENGTH_PX

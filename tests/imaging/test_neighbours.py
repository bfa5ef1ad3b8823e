import numpy as np
import pytest

from desktop_unet.imaging.neighbours import neighbours


@pytest.mark.parametrize(("down_px", "across_px"), [(1, 1), (2, 0), (0, 3), (2, 1)])
def test_each_pixel_sees_what_lies_around_it_and_the_edge_goes_on(down_px: int, across_px: int) -> None:
    plane = np.arange(5 * 7).reshape(5, 7)
    found = neighbours(plane, down_px, across_px)
    steps = [(down, right) for down in range(-down_px, down_px + 1) for right in range(-across_px, across_px + 1)]
    assert found.shape == (len(steps), 5, 7)
    assert (found[len(steps) // 2] == plane).all()
    rows, columns = np.mgrid[:5, :7]
    for part, (down, right) in zip(found, steps, strict=True):
        assert (part == plane[np.clip(rows + down, 0, 4), np.clip(columns + right, 0, 6)]).all()


def test_neighbours_along_one_axis_are_not_copied() -> None:
    found = neighbours(np.arange(35.0).reshape(5, 7), 2, 0)
    assert np.shares_memory(found[0], found[1])

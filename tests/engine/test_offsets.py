"""Structure goes on into holes: by the photo's own repetition, from where it may be borrowed, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from desktop_unet.engine import offsets
from desktop_unet.engine.offsets import fill_by_offsets
from desktop_unet.engine.restore import ignore_steps
from desktop_unet.engine.room_tensors import RoomTensors
from desktop_unet.engine.seams import Lattice, choose
from desktop_unet.engine.task import Cancelled, Step
from tests.engine.networks import steps_alone
from tests.engine.test_exemplar import hole_in, periodic, smooth_guess


def fill(room, hole, **more):
    return fill_by_offsets(
        room, hole, smooth_guess(room, hole), report=steps_alone(more.pop("report", ignore_steps)), **more
    )


def blinds(height: int = 160, width: int = 200) -> np.ndarray:
    """Slats of 11 px, a line between them, light that falls off to the right, and a little noise."""
    rows, columns = np.mgrid[0:height, 0:width]
    plane = np.where(rows % 11 < 2, 0.25, 0.8) - 0.2 * columns / width
    noise = np.random.default_rng(3).normal(0, 0.01, (height, width))
    return np.repeat((plane + noise)[..., None], 3, axis=2).astype(np.float32)


def test_a_pattern_that_repeats_is_restored():
    room = periodic()
    hole = hole_in(room, (40, 50, 75, 92))
    assert np.abs(fill(room, hole) - room)[hole].mean() < 0.01


def test_slats_go_on_without_a_break_under_falling_light():
    room = blinds()
    hole = hole_in(room, (30, 60, 130, 130))
    filled = fill(room, hole)
    assert np.abs(filled - room)[hole].mean() < 0.03
    dark = filled[..., 0] < 0.55 - 0.2 * np.arange(room.shape[1]) / room.shape[1]
    assert (dark == (np.arange(room.shape[0]) % 11 < 2)[:, None])[hole].mean() > 0.98


def test_pixels_outside_the_mask_stay_bit_identical():
    room = blinds()
    hole = hole_in(room, (30, 60, 90, 130), (0, 0, 20, 10))
    filled = fill(room, hole)
    assert np.array_equal(filled[~hole], room[~hole])
    assert np.isfinite(filled).all()


def test_the_same_seed_gives_the_same_fill():
    room = periodic()
    hole = hole_in(room, (40, 50, 75, 92))
    assert np.array_equal(fill(room, hole, seed=3), fill(room, hole, seed=3))


def test_nothing_is_borrowed_from_where_it_may_not_be():
    room = np.concatenate([periodic(120, 80) * 0.3, 0.7 + 0.3 * periodic(120, 80)], axis=1)
    hole = hole_in(room, (40, 30, 75, 110))
    sources = np.zeros(hole.shape, np.bool_)
    sources[:, 112:] = True
    free, bound = (fill(room, hole, guidance=0.0, sources_HW=allowed) for allowed in (None, sources))
    assert (free[hole] < 0.4).mean() > 0.3
    assert (bound[60:70, 40:100] < 0.4).mean() < 0.05


@pytest.mark.parametrize("side", [24, 60])
def test_where_nothing_may_be_borrowed_the_guess_stays(side):
    room = np.random.default_rng(1).uniform(0, 1, (side, side, 3)).astype(np.float32)
    hole = hole_in(room, (4, 4, side - 4, side - 4))
    guess = smooth_guess(room, hole)
    assert np.array_equal(fill(room, hole, sources_HW=np.zeros(hole.shape, np.bool_)), guess)


def test_it_stops_when_told_to():
    def stop(step: Step) -> None:
        if step.done == 1:
            raise Cancelled

    room = periodic()
    with pytest.raises(Cancelled):
        fill(room, hole_in(room, (40, 50, 75, 92)), report=stop)


def test_repetition_is_found_at_its_distances():
    level = RoomTensors(
        torch.from_numpy(periodic().transpose(2, 0, 1).copy()),
        torch.zeros(120, 150, dtype=torch.bool),
        torch.ones(120, 150, dtype=torch.bool),
    )
    found = offsets.dominant_offsets(level, torch.Generator().manual_seed(1))
    assert len(found) >= 3
    assert all(rows % 10 == 0 and columns % 12 == 0 for rows, columns in found)


def test_a_seam_runs_where_the_pictures_agree():
    hole = torch.zeros(8, 12, dtype=torch.bool)
    hole[1:7, 1:11] = True
    lattice = Lattice(hole)
    columns = (lattice.positions % 12).float()
    # Two flat pictures that agree in one column; the left rim wants the one, the right rim the other.
    cost = torch.zeros(lattice.count, 2)
    cost[columns == 1, 1], cost[columns == 10, 0] = 5.0, 5.0

    def looks(positions, labels):
        agrees = (positions[:, None] % 12 == 6) | (positions[:, None] % 12 == 7)
        return torch.where(agrees, 0.5, labels.float())[..., None]

    picked = choose(lattice, torch.arange(2).expand(lattice.count, -1), cost, looks, 40)
    assert (picked[columns <= 6] == 0).all()
    assert (picked[columns >= 7] == 1).all()

"""Which of several pictures each pixel of a hole takes, so that the seams between them show least.

Comes in: the hole, the pictures that each of its pixels may take, what each costs there, and how they look. Goes out:
one of them per pixel. Called by ``offsets.py``.

Source: seams as in Agarwala et al. 2004, Interactive digital photomontage, section 3; solved by min-sum belief
propagation (Felzenszwalb & Huttenlocher 2006) instead of cuts in a graph, for it is a handful of tensor operations.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

_DAMPING = 0.5
_SERIAL_AT_MOST = 32_000
"""Numbers that stay in the processor's cache, and for which torch wakes no other thread: on a busy machine waiting for
one costs more than all the sums."""

Looks = Callable[[Tensor, Tensor], Tensor]
"""(N,) flat positions and (N, L) pictures to (N, L, C): what each picture shows there."""


class Lattice:
    """The pixels of a hole, and which are neighbours.

    Args:
        hole_HW: bool.
    """

    def __init__(self, hole_HW: Tensor) -> None:
        self.positions = hole_HW.flatten().nonzero()[:, 0]
        number = torch.full((hole_HW.numel(),), -1, device=hole_HW.device)
        number[self.positions] = torch.arange(self.count, device=hole_HW.device)
        number_HW = number.reshape(hole_HW.shape)
        pairs = []
        for first, second in ((number_HW[:-1], number_HW[1:]), (number_HW[:, :-1], number_HW[:, 1:])):
            both = (first >= 0) & (second >= 0)
            pairs.append(torch.stack([first[both], second[both]]))
        self.first, self.second = torch.cat(pairs, dim=1)

    @property
    def count(self) -> int:
        """Pixels."""
        return len(self.positions)


def choose(lattice: Lattice, labels_NL: Tensor, cost_NL: Tensor, looks: Looks, rounds: int) -> Tensor:
    """The picture of each pixel.

    Args:
        lattice: where.
        labels_NL: (N, L) pictures that each pixel may take.
        cost_NL: what each of them costs there.
        looks: of the pictures.
        rounds: in which neighbours tell each other what they would cost them.

    Returns:
        (N,) of ``labels_NL``.
    """
    first, second = lattice.first, lattice.second
    seam_LLE = _seam_costs(lattice, labels_NL, looks)
    cost_LN = cost_NL.T.contiguous()
    # Messages from the first of each pair to the second, and back: a cost for each picture of who is told.
    there, back = cost_LN.new_zeros(2, len(cost_LN), len(first))
    for _ in range(rounds):
        belief = _belief(lattice, cost_LN, there, back)
        told_there = _cheapest(belief[:, first] - back, seam_LLE)
        told_back = _cheapest(belief[:, second] - there, seam_LLE.transpose(0, 1))
        there, back = torch.lerp(there, told_there, _DAMPING), torch.lerp(back, told_back, _DAMPING)
    best = _belief(lattice, cost_LN, there, back).argmin(dim=0)
    return labels_NL.gather(1, best[:, None])[:, 0]


def _belief(lattice: Lattice, cost_LN: Tensor, there_LE: Tensor, back_LE: Tensor) -> Tensor:
    return cost_LN.index_add(1, lattice.second, there_LE).index_add(1, lattice.first, back_LE)


def _cheapest(mine_LE: Tensor, seam_LLE: Tensor) -> Tensor:
    """(L, E): what each picture of the other costs me at least, the cheapest of them nothing."""
    labels, pairs = mine_LE.shape
    at_once = pairs if mine_LE.is_cuda else max(1, _SERIAL_AT_MOST // labels)
    told_LE = torch.empty_like(mine_LE)
    for start in range(0, pairs, max(1, at_once)):
        part = slice(start, start + at_once)
        told_LE[:, part] = _cheapest_of(mine_LE[:, part], seam_LLE[..., part])
    return told_LE


def _cheapest_of(mine_LE: Tensor, seam_LLE: Tensor) -> Tensor:
    least, tried = mine_LE[0] + seam_LLE[0], torch.empty_like(mine_LE)
    for mine_E, seam_LE in zip(mine_LE[1:], seam_LLE[1:], strict=True):
        torch.minimum(least, torch.add(seam_LE, mine_E, out=tried), out=least)
    return least - least.amin(dim=0)


def _seam_costs(lattice: Lattice, labels_NL: Tensor, looks: Looks) -> Tensor:
    """(L, L, E): for each of two pictures and each pair of neighbours, how much the pictures differ at both places."""
    mine, theirs = labels_NL[lattice.first], labels_NL[lattice.second]
    total = None
    for places in (lattice.positions[lattice.first], lattice.positions[lattice.second]):
        one, other = looks(places, mine), looks(places, theirs)
        squares = one.square().sum(dim=2)[:, :, None] + other.square().sum(dim=2)[:, None, :]
        difference = (squares - 2 * one @ other.transpose(1, 2)).clamp_min(0)
        total = difference if total is None else total + difference
    assert total is not None
    return total.permute(1, 2, 0).contiguous()

"""The adversary learns to tell fills from photos, looks at holes alone, and its complaint can be followed."""

from __future__ import annotations

import torch
from torch import Tensor

from desktop_unet.training.adversary import Adversary, in_holes
from desktop_unet.training.distributed import Team


def photos_and_flat_fills(seed: int = 3) -> tuple[Tensor, Tensor, Tensor]:
    """Fills without the grain that the photos have, the photos, and the masks; never square."""
    chance = torch.Generator().manual_seed(seed)
    truth = (0.5 + 0.2 * torch.randn(4, 3, 48, 56, generator=chance)).clamp(0, 1)
    mask = torch.zeros(4, 1, 48, 56)
    mask[:, :, 8:40, 10:44] = 1
    return torch.full_like(truth, 0.5), truth, mask


def adversary(seed: int = 1) -> Adversary:
    return Adversary(seed, torch.device("cpu"), "fp32")


def taught(steps: int = 15) -> Adversary:
    judge = adversary()
    for step in range(steps):
        judge.learn(*photos_and_flat_fills(step), Team())
    return judge


def test_it_learns_to_tell_fills_from_photos_and_its_slope_leads_towards_them() -> None:
    judge, (flat, truth, mask) = taught(), photos_and_flat_fills(99)
    moving = flat.clone().requires_grad_()
    before = judge.complaint(moving, truth, mask)
    assert before > judge.complaint(truth, truth, mask) + 0.5
    (slope,) = torch.autograd.grad(before, moving)
    assert judge.complaint(flat - 20 * slope, truth, mask) < before


def test_pixels_outside_the_hole_have_neither_say_nor_slope() -> None:
    judge, (flat, truth, mask) = adversary(), photos_and_flat_fills()
    moving = flat.clone().requires_grad_()
    (slope,) = torch.autograd.grad(judge.complaint(moving, truth, mask), moving)
    assert slope[mask.expand_as(slope) == 0].abs().max() == 0
    assert slope[mask.expand_as(slope) == 1].abs().max() > 0


def test_each_photo_counts_once_and_each_place_by_its_share_of_the_hole() -> None:
    scores = torch.tensor([[1.0, 5.0], [2.0, 8.0]]).view(2, 1, 1, 2)
    mask = torch.zeros(2, 1, 8, 16)
    mask[0, :, :, :12] = 1
    mask[1, :, :2, 8:] = 1
    first = (1.0 * 1 + 5.0 * 0.5) / 1.5
    assert torch.isclose(in_holes(scores, mask), torch.tensor((first + 8.0) / 2))


def test_complaining_does_not_teach_it_and_leaves_chance_as_it_was() -> None:
    flat, truth, mask = photos_and_flat_fills()
    torch.manual_seed(7)
    expected = torch.rand(1)
    torch.manual_seed(7)
    judge = adversary()
    assert torch.equal(torch.rand(1), expected)
    moving = flat.clone().requires_grad_()
    judge.complaint(moving, truth, mask).backward()
    assert all(parameter.grad is None for parameter in judge.judge.parameters())

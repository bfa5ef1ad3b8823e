"""First guesses keep what is known and invent nothing."""

from __future__ import annotations

import pytest
import torch

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.resample import resize
from desktop_unet.models.first_guess import bicubic_guess, biharmonic_guess, pull_push_guess


@pytest.mark.parametrize("make", [pull_push_guess, biharmonic_guess])
def test_fills_keep_known_pixels_bit_for_bit(make) -> None:
    torch.manual_seed(1)
    photo = torch.rand(2, 3, 37, 22)
    mask = (torch.rand(2, 1, 37, 22) < 0.4).float()
    filled = make(photo, mask)
    assert torch.equal(torch.where(mask > 0, 0, filled), torch.where(mask > 0, 0, photo))


@pytest.mark.parametrize("make", [pull_push_guess, biharmonic_guess])
def test_fills_are_of_a_plain_colour_where_all_around_is(make) -> None:
    photo = torch.full((1, 3, 40, 27), 0.3)
    mask = torch.zeros(1, 1, 40, 27)
    mask[..., 5:30, 4:20] = 1
    assert torch.allclose(make(photo * (1 - mask), mask), photo, atol=1e-5)


def test_pull_push_stays_between_the_colours_around() -> None:
    torch.manual_seed(2)
    photo = torch.rand(1, 3, 31, 45) * 0.5 + 0.2
    mask = (torch.rand(1, 1, 31, 45) < 0.5).float()
    filled = pull_push_guess(photo, mask)
    assert filled.min() >= 0.2 - 1e-5
    assert filled.max() <= 0.7 + 1e-5


def test_the_biharmonic_fill_carries_a_slope_across_a_thin_hole() -> None:
    slope = torch.linspace(0.1, 0.9, 60).expand(1, 3, 40, 60).contiguous()
    mask = torch.zeros(1, 1, 40, 60)
    mask[..., 28:31] = 1
    worst = (biharmonic_guess(slope * (1 - mask), mask) - slope).abs().max()
    assert worst < 0.002
    assert worst < (pull_push_guess(slope * (1 - mask), mask) - slope).abs().max() / 3


def test_the_biharmonic_fill_is_near_the_exact_solution_in_thin_holes() -> None:
    inpaint_biharmonic = pytest.importorskip("skimage.restoration").inpaint_biharmonic
    torch.manual_seed(4)
    smooth = torch.nn.functional.interpolate(torch.rand(1, 3, 6, 7), size=(40, 47), mode="bicubic").clamp(0, 1)
    mask = torch.zeros(1, 1, 40, 47)
    mask[..., 10:13, 5:40] = 1
    exact = inpaint_biharmonic(
        (smooth * (1 - mask))[0].permute(1, 2, 0).numpy(), mask[0, 0].bool().numpy(), channel_axis=2
    )
    ours = biharmonic_guess(smooth * (1 - mask), mask)[0].permute(1, 2, 0)
    theirs = torch.from_numpy(exact).float().clamp(0, 1)
    pull_push = pull_push_guess(smooth * (1 - mask), mask)[0].permute(1, 2, 0)
    assert (ours - theirs).square().mean() < (pull_push - theirs).square().mean() / 10


@pytest.mark.parametrize("make", [pull_push_guess, biharmonic_guess])
def test_a_photo_that_is_all_hole_becomes_grey(make) -> None:
    assert torch.allclose(make(torch.rand(1, 3, 9, 5), torch.ones(1, 1, 9, 5)), torch.tensor(0.5))


def test_the_bicubic_guess_is_the_one_of_imaging() -> None:
    torch.manual_seed(3)
    photo = torch.rand(1, 3, 13, 17)
    for scale in (1, 2, 3, 4):
        ours = bicubic_guess(photo, scale)[0].permute(1, 2, 0).numpy()
        theirs = resize(photo[0].permute(1, 2, 0).numpy(), Extent(13 * scale, 17 * scale), "bicubic")
        assert abs(ours - theirs).max() < 2e-5

"""First guesses keep what is known and invent nothing."""

from __future__ import annotations

import torch

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.resample import resize
from desktop_unet.models.first_guess import bicubic_guess, pull_push_guess


def test_pull_push_keeps_known_pixels_bit_for_bit() -> None:
    torch.manual_seed(1)
    photo = torch.rand(2, 3, 37, 22)
    mask = (torch.rand(2, 1, 37, 22) < 0.4).float()
    filled = pull_push_guess(photo, mask)
    assert torch.equal(torch.where(mask > 0, 0, filled), torch.where(mask > 0, 0, photo))


def test_pull_push_fills_a_plain_colour_with_itself() -> None:
    photo = torch.full((1, 3, 40, 27), 0.3)
    mask = torch.zeros(1, 1, 40, 27)
    mask[..., 5:30, 4:20] = 1
    assert torch.allclose(pull_push_guess(photo * (1 - mask), mask), photo, atol=1e-5)


def test_pull_push_stays_between_the_colours_around() -> None:
    torch.manual_seed(2)
    photo = torch.rand(1, 3, 31, 45) * 0.5 + 0.2
    mask = (torch.rand(1, 1, 31, 45) < 0.5).float()
    filled = pull_push_guess(photo, mask)
    assert filled.min() >= 0.2 - 1e-5
    assert filled.max() <= 0.7 + 1e-5


def test_a_photo_that_is_all_hole_becomes_grey() -> None:
    assert torch.allclose(pull_push_guess(torch.rand(1, 3, 9, 5), torch.ones(1, 1, 9, 5)), torch.tensor(0.5))


def test_the_bicubic_guess_is_the_one_of_imaging() -> None:
    torch.manual_seed(3)
    photo = torch.rand(1, 3, 13, 17)
    for scale in (1, 2, 3, 4):
        ours = bicubic_guess(photo, scale)[0].permute(1, 2, 0).numpy()
        theirs = resize(photo[0].permute(1, 2, 0).numpy(), Extent(13 * scale, 17 * scale), "bicubic")
        assert abs(ours - theirs).max() < 2e-5

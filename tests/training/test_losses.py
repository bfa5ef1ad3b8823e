"""Losses are what they are named after, and can be learnt from."""

import numpy as np
import pytest
import torch

from desktop_unet.imaging.metrics import psnr_inside, ssim_inside
from desktop_unet.training.losses import restoration_loss, structure_loss


def photo_pair(side=48):
    chance = np.random.default_rng(5)
    truth = chance.random((side, side, 3), dtype=np.float32)
    restored = np.clip(truth + 0.1 * chance.standard_normal(truth.shape), 0, 1).astype(np.float32)
    mask = np.zeros((side, side), np.uint8)
    mask[10:30, 12:40] = 255
    return restored, truth, mask


def batch(*photos):
    return torch.from_numpy(np.stack(photos)).permute(0, 3, 1, 2)


def mask_batch(*masks):
    return torch.from_numpy(np.stack(masks)[:, None] / 255).float()


def test_the_structure_loss_is_one_minus_the_ssim_that_is_scored():
    restored, truth, mask = photo_pair()
    loss = structure_loss(batch(restored), batch(truth), mask_batch(mask))
    assert loss.item() == pytest.approx(1 - ssim_inside(restored, truth, mask), abs=1e-5)


def test_the_structure_loss_is_a_mean_over_photos_not_over_pixels():
    restored, truth, mask = photo_pair()
    thin = np.zeros_like(mask)
    thin[20, 20] = 255
    both = structure_loss(batch(restored, restored), batch(truth, truth), mask_batch(mask, thin))
    each = [structure_loss(batch(restored), batch(truth), mask_batch(one)).item() for one in (mask, thin)]
    assert both.item() == pytest.approx(sum(each) / 2, abs=1e-6)


def test_equal_photos_have_no_structure_loss_and_no_photo_pulls_on_it():
    _, truth, mask = photo_pair()
    restored = batch(truth).clone().requires_grad_()
    loss = structure_loss(restored, batch(truth), mask_batch(mask))
    loss.backward()
    assert loss.item() == pytest.approx(0, abs=1e-6)
    assert restored.grad.abs().max() < 1e-5


def test_following_the_structure_loss_raises_ssim():
    restored, truth, mask = photo_pair()
    moving = batch(restored).clone().requires_grad_()
    structure_loss(moving, batch(truth), mask_batch(mask)).backward()
    with torch.no_grad():
        moving -= 5.0 * moving.grad
    after = moving.detach()[0].permute(1, 2, 0).numpy()
    assert ssim_inside(after, truth, mask) > ssim_inside(restored, truth, mask)


def test_the_psnr_loss_counts_decibels():
    restored, truth, mask = photo_pair()
    loss = restoration_loss("psnr", batch(restored), batch(truth), mask_batch(mask))
    decibels = psnr_inside(restored, truth, mask)
    assert loss.item() == pytest.approx(-decibels * np.log(10) / 10, abs=0.01)

"""A second, small network that learns to tell fills from photos, and what the first is told by it.

An enlargement is judged as a fill of the whole photo.

Comes in: a batch's photos with their holes filled, the whole photos, the masks. Goes out: a loss that is
small where fills pass for photos. Used by ``loop.train`` where ``TrainConfig.adversarial_weight`` is not 0.

Source: Goodfellow et al. 2014; judging patches, not photos: Isola et al. 2017, section 3.2.2.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import spectral_norm

from desktop_unet.training.distributed import Team

RATE, BETAS = 4e-4, (0.0, 0.99)
"""Of the adversary's Adam; no memory of past gradients, whose network was another (Zhang et al. 2019, section 5)."""

_WIDTHS = (32, 64, 128)
_SLOPE = 0.2
_INPUTS = 4
"""Photo and mask."""
_MEAN, _SPREAD = 0.5, 0.25
"""Of photos, roughly; with layers that cannot amplify, smaller numbers would be learnt from more slowly."""


class PatchJudge(nn.Module):
    """Scores of overlapping patches of 38 px, one for each 8 x 8 pixels: high for photos, low for fills.

    Each layer's largest singular value is kept at 1, so that scores cannot grow without bounds.

    Source: Isola et al. 2017, appendix 6.1.2, with fewer features and no normalisation of them; Miyato et al.
    2018, section 2.1 (spectral normalisation).
    """

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inputs, outputs in zip((_INPUTS, *_WIDTHS), _WIDTHS, strict=False):
            layers += [spectral_norm(nn.Conv2d(inputs, outputs, 4, stride=2, padding=1)), nn.LeakyReLU(_SLOPE)]
        self.layers = nn.Sequential(*layers, spectral_norm(nn.Conv2d(_WIDTHS[-1], 1, 3, padding=1)))

    def forward(self, photo_BCHW: Tensor, mask_B1HW: Tensor) -> Tensor:
        """(B, 1, H // 8, W // 8) scores of photos, (B, 3, H, W) unit range, with holes where the mask is 1."""
        scores: Tensor = self.layers(torch.cat([(photo_BCHW - _MEAN) / _SPREAD, mask_B1HW], dim=1))
        return scores


class Adversary:
    """The judge and what moves it.

    Args:
        seed: of its weights; the global generator is left as it was.
        device: where.
        precision: ``bf16`` or ``fp32``.
    """

    def __init__(self, seed: int, device: torch.device, precision: str) -> None:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            judge = PatchJudge()
        self.judge = judge.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._optimiser = torch.optim.Adam(self.judge.parameters(), lr=RATE, betas=BETAS)
        self._device, self._half = device, precision == "bf16"

    def complaint(self, restored: Tensor, truth: Tensor, mask: Tensor) -> Tensor:
        """How much like fills the fills look: minus their scores, a mean over photos.

        Args:
            restored: (B, 3, H, W) unit range; read where the mask is 1.
            truth: same shape; read elsewhere.
            mask: (B, 1, H, W), 1 where the photo was filled.

        Returns:
            Scalar; only ``restored`` has a slope.

        Source: Lim & Ye 2017, equation 10.
        """
        self.judge.requires_grad_(False)
        scores = self._scores(torch.where(mask > 0, restored, truth), mask)
        self.judge.requires_grad_(True)
        return in_holes(-scores, mask)

    def learn(self, restored: Tensor, truth: Tensor, mask: Tensor, team: Team) -> None:
        """One step towards telling the fills from what was there: the hinge of both, at a rate that stays.

        The network's own rate rises slowly, so this one is ahead of it.

        Args:
            restored, truth, mask: as for ``complaint``.
            team: whose gradients are averaged.

        Source: Lim & Ye 2017, equation 9.
        """
        fills = torch.where(mask > 0, restored.detach(), truth)
        scores = self._scores(torch.cat([fills, truth]), mask.repeat(2, 1, 1, 1))
        of_fills, of_photos = scores.chunk(2)
        loss = in_holes(F.relu(1 + of_fills), mask) + in_holes(F.relu(1 - of_photos), mask)
        self.judge.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        team.average_gradients(self.judge)
        self._optimiser.step()

    def state_dict(self) -> dict[str, Any]:
        """For a checkpoint."""
        return {"judge": self.judge.state_dict(), "optimiser": self._optimiser.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what ``state_dict`` gave."""
        self.judge.load_state_dict(state["judge"])
        self._optimiser.load_state_dict(state["optimiser"])

    def _scores(self, photo: Tensor, mask: Tensor) -> Tensor:
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._half):
            scores: Tensor = self.judge(photo.contiguous(memory_format=torch.channels_last), mask)
        return scores.float()


def in_holes(scores: Tensor, mask: Tensor) -> Tensor:
    """Mean score per photo, each place counting as much as it has hole, then the mean over photos.

    Args:
        scores: (B, 1, h, w).
        mask: (B, 1, H, W), 1 where the photo was filled.
    """
    share = F.adaptive_avg_pool2d(mask, (scores.shape[-2], scores.shape[-1]))
    total = share.sum(dim=(1, 2, 3)).clamp_min(torch.finfo(share.dtype).tiny)
    return ((scores * share).sum(dim=(1, 2, 3)) / total).mean()

"""Steps that leave alone what a convolution answers to the mean of its input.

Features of a network without normalisation have a mean that is larger than what tells one place of a
photo from another. A step changes a kernel's answer to that mean by more than its answer to all else, again
and again, until units are off for the whole of every photo; a unit that is off learns nothing. So the
part of a kernel's gradient that lies along the mean is taken out before the step, and biases alone decide
where a unit begins to answer. The first layer, whose input has a mean for a reason, sees photos less middle
grey, which is folded into its bias when it is saved. The finished network is a plain one and costs nothing more.

Taking a mean from gradients: Yong et al. 2020 (gradient centralization), who take that of the
gradient itself, as if every channel had the same.

Comes in: a network before training. Goes out: the same network, trained otherwise. Used by ``loop.train``.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from desktop_unet.models.unet import UNet
from desktop_unet.training.distributed import Team
from desktop_unet.training.optimisers import feature_convolutions, trained_weight

_GREY = 0.5
_LEAST = 1e-12
_STRIDE = 4
"""Means are taken at every fourth place down and across: near enough, and a tenth of the time of a step less."""


class LessGrey(nn.Module):
    """Takes from the first convolution's bias what its kernel answers to middle grey.

    Args:
        convolution: the one whose bias it is.
        channels: of its input that hold the photo; they come first.
    """

    def __init__(self, convolution: nn.Conv2d, channels: int) -> None:
        super().__init__()
        self._channels = channels
        self._convolution = (convolution,)  # in a tuple, since the convolution holds this module

    def forward(self, bias: Tensor) -> Tensor:
        return bias - self._answer()

    def right_inverse(self, bias: Tensor) -> Tensor:
        """The bias that becomes ``bias``: adding this changes nothing."""
        return bias + self._answer().detach()

    def _answer(self) -> Tensor:
        with torch.autocast(self._convolution[0].weight.device.type, enabled=False):
            answer: Tensor = _GREY * self._convolution[0].weight[:, : self._channels].sum((1, 2, 3))
            return answer


class Centring:
    """Measures the means of what a network's convolutions see, and takes them out of the gradients.

    Args:
        network: before training.
    """

    def __init__(self, network: UNet) -> None:
        self._convolutions = [part for part in feature_convolutions(network) if isinstance(part, nn.Conv2d)]
        self._means: dict[nn.Module, Tensor] = {}
        for convolution in self._convolutions:
            convolution.register_forward_pre_hook(self._measure)

    @torch.no_grad()
    def centre_gradients(self, team: Team) -> None:
        """After a pass back: take out of each kernel's gradient what lies along its input's mean."""
        means = team.average([self._means[convolution] for convolution in self._convolutions])
        for convolution, mean in zip(self._convolutions, means, strict=True):
            gradient = trained_weight(convolution).grad
            if gradient is not None:
                along = gradient.sum((2, 3)) @ mean / (gradient[0, 0].numel() * mean.dot(mean)).clamp(min=_LEAST)
                gradient.sub_(along[:, None, None, None] * mean[None, :, None, None])

    def _measure(self, convolution: nn.Module, inputs: tuple[Tensor]) -> None:
        if convolution.training:
            self._means[convolution] = inputs[0].detach()[..., ::_STRIDE, ::_STRIDE].float().mean((0, 2, 3))


def see_less_grey(network: UNet) -> None:
    """Let the first convolution see photos less middle grey; the network computes what it did before."""
    channels = network.config.input_channels if network.config.task == "segment" else 3
    for module in network.modules():
        if isinstance(module, nn.Conv2d) and module.in_channels == network.config.input_channels:
            parametrize.register_parametrization(module, "bias", LessGrey(module, channels))

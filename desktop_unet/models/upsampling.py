"""Four ways to double height and width on the way up, one class each and a table of them."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, nn
from torch.nn import functional as F

from desktop_unet.models.blocks import conv3x3
from desktop_unet.models.config import Upsampling


class Bilinear(nn.Module):
    """Bilinear interpolation, then a 3x3 convolution: no checkerboard, a little soft."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.convolution = conv3x3(inputs, outputs)

    def forward(self, features_BCHW: Tensor, positions: Tensor | None = None) -> Tensor:
        larger = F.interpolate(features_BCHW, scale_factor=2, mode="bilinear", align_corners=False)
        convolved: Tensor = self.convolution(larger)
        return convolved


class PixelShuffle(nn.Module):
    """Convolution to four times the channels, which become the 2x2 pixels. Source: Shi et al. 2016."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(inputs, 4 * outputs, 1)

    def forward(self, features_BCHW: Tensor, positions: Tensor | None = None) -> Tensor:
        return F.pixel_shuffle(self.convolution(features_BCHW), 2)


class Unpool(nn.Module):
    """Values go back to where the encoder's maxima were, zeros elsewhere. Source: Zeiler & Fergus 2014."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(inputs, outputs, 1)

    def forward(self, features_BCHW: Tensor, positions: Tensor | None = None) -> Tensor:
        if positions is None:
            raise ValueError("unpooling needs the positions of the encoder's maxima")
        return F.max_unpool2d(self.convolution(features_BCHW), positions, [2, 2])


class Transposed(nn.Module):
    """Transposed convolution 4x4, stride 2, padding 1: kernels overlap evenly. Source: Odena et al. 2016."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.convolution = nn.ConvTranspose2d(inputs, outputs, 4, stride=2, padding=1)

    def forward(self, features_BCHW: Tensor, positions: Tensor | None = None) -> Tensor:
        convolved: Tensor = self.convolution(features_BCHW)
        return convolved


UPSAMPLINGS: Mapping[Upsampling, type[nn.Module]] = {
    "bilinear": Bilinear,
    "pixel_shuffle": PixelShuffle,
    "unpool": Unpool,
    "transposed": Transposed,
}


def make_upsampling(kind: Upsampling, inputs: int, outputs: int) -> nn.Module:
    """(B, inputs, H, W) to (B, outputs, 2H, 2W)."""
    return UPSAMPLINGS[kind](inputs, outputs)

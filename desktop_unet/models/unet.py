"""The network: one class for every U-Net of the program.

Comes in: a batch of tiles and, for inpainting, their masks. Goes out: the restored batch
in unit range, or how likely each pixel is damaged. Built from ``config.UNetConfig``; stored by
``weights.py``; run by ``engine.predict``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from desktop_unet.models.blocks import Stack, conv3x3
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.encoders import Features, Positions, make_encoder
from desktop_unet.models.first_guess import bicubic_guess, biharmonic_guess, pull_push_guess
from desktop_unet.models.overshoot import hold_near
from desktop_unet.models.upsampling import make_upsampling

Gates = Sequence[float | Tensor]

_RARE = -3.0
"""Logit of one pixel in twenty."""


@dataclass
class Encoded:
    """What the encoder leaves for the decoder; kept by the lab to rerun the decoder alone.

    Args:
        features: one map per level, full resolution first, of the padded batch.
        positions: where the maxima were between levels, None without unpooling.
        guess: the first guess at the result's size, float32.
        photo: the unpadded input, float32 (B, 3, H, W).
        scale: factor of the result's size to the input's.
    """

    features: Features
    positions: Positions
    guess: Tensor
    photo: Tensor
    scale: int


class UNet(nn.Module):
    """A U-Net with or without skip connections, as ``config`` says.

    Without skip connections the decoder sees the bottleneck alone: nothing is concatenated
    and the first guess is not added. With ``upsampling="unpool"`` the positions of the
    encoder's maxima still cross; ``config.positions_cross`` says so.
    """

    def __init__(self, config: UNetConfig) -> None:
        super().__init__()
        self.config = config
        widths = config.widths
        self.coarse = UNet(replace(config, stages=1)) if config.stages == 2 else None
        self.encoder = make_encoder(config)
        self.upsamplings = nn.ModuleList(
            make_upsampling(config.upsampling, below, here) for here, below in pairwise(widths)
        )
        self.decoder = nn.ModuleList(self._decoder_stack(level) for level in range(config.levels - 1))
        self.exit = make_upsampling("bilinear", widths[0], widths[0]) if config.is_resnet else nn.Identity()
        scales = config.scales if config.stem == "low_res" else (1,)
        self.tails = nn.ModuleDict({f"x{scale}": self._tail(scale) for scale in scales})
        finished = [scale for scale in scales if self._made_channels(scale) > config.output_channels]
        self.finishers = nn.ModuleDict({f"x{scale}": _finisher(config.finish) for scale in finished})

    def _tail(self, scale: int) -> nn.Conv2d:
        """The last layer: each place of the trunk becomes a square of pixels; few of them are marked at the start.

        Source of the start: Lin et al. 2017 (RetinaNet), section 4.1.
        """
        tail = conv3x3(self.config.widths[0], self._made_channels(scale) * self._shuffle(scale) ** 2)
        if self.config.task == "segment":
            nn.init.constant_(tail.get_parameter("bias"), _RARE)
        return tail

    def _decoder_stack(self, level: int) -> Stack:
        config = self.config
        width = config.widths[level]
        return Stack(
            2 * width if config.skip else width,
            width,
            config.blocks[level],
            residual=config.encoder != "plain",
            activation=config.activation,
            norm=config.norm,
            kind=config.convolution,
        )

    def forward(
        self,
        batch_BCHW: Tensor,
        *,
        scale: int | None = None,
        strength: float | Tensor | None = None,
        gates: Gates | None = None,
        guess: Tensor | None = None,
    ) -> Tensor:
        """Restore a batch.

        Args:
            batch_BCHW: (B, 3, H, W) unit range to enlarge or to segment; (B, 4, H, W) to inpaint, photo
                and mask (1 = fill; what the photo holds there is not looked at).
            scale: one of ``config.scales``; may be left out where there is only one.
            strength: 0..1, or (B,), for networks with a strength input; None is 0.
            gates: a factor per skip connection, full resolution first; None is as trained.
            guess: first guess to use instead of the network's own (a larger photo's fill).

        Returns:
            (B, 3, H * scale, W * scale) float32 unit range, clamped unless training. To segment (B, 1, H, W)
            float32: how likely each pixel is marked, 0..1; while training its logit, which a loss takes better.

        Raises:
            ValueError: channels, scale or number of gates do not fit the network.
        """
        encoded = self.encode(batch_BCHW, scale=scale, strength=strength, gates=gates, guess=guess)
        return self.decode(encoded, gates=gates)

    def encode(
        self,
        batch_BCHW: Tensor,
        *,
        scale: int | None = None,
        strength: float | Tensor | None = None,
        gates: Gates | None = None,
        guess: Tensor | None = None,
    ) -> Encoded:
        """The way down, arguments as in ``forward``; ``gates`` matter to the coarse stage only."""
        scale = self._checked_scale(batch_BCHW, scale)
        if self.coarse is not None:
            guess = self.coarse(batch_BCHW, gates=gates, guess=guess)
        if guess is None:
            guess = self._first_guess(batch_BCHW.float(), scale)
        return self.encode_guess(batch_BCHW, guess, scale=scale, strength=strength)

    def encode_guess(
        self, batch_BCHW: Tensor, guess: Tensor, *, scale: int | None = None, strength: float | Tensor | None = None
    ) -> Encoded:
        """The way down of the last stage, from what is before it; see ``encode``."""
        scale = self._checked_scale(batch_BCHW, scale)
        photo = batch_BCHW[:, :3].float()
        if self.config.stem == "low_res":
            channels = [photo]
        elif self.config.task == "inpaint":
            mask = batch_BCHW[:, 3:4].float()
            channels = [guess * mask + photo * (1 - mask), mask]
        else:
            channels = [guess]
        if self.config.strength_input:
            channels.append(_as_channel(strength, channels[0]))
        padded = _pad_to_multiple(torch.cat(channels, dim=1), self.config.size_multiple)
        if self.config.stem == "half_res":
            padded = F.pixel_unshuffle(padded, 2)
        features, positions = self.encoder(padded.to(self._trunk_type))
        return Encoded(features, positions, guess, photo, scale)

    def decode(self, encoded: Encoded, *, gates: Gates | None = None) -> Tensor:
        """The way up, from what ``encode`` left; see ``forward``."""
        gates = self._checked_gates(gates)
        current = encoded.features[-1]
        for level in reversed(range(self.config.levels - 1)):
            current = self.climb(level, current, encoded, None if gates is None else gates[level])
        return self.finish(current, encoded)

    def climb(self, level: int, below_BCHW: Tensor, encoded: Encoded, gate: float | Tensor | None = None) -> Tensor:
        """One level of the way up: from what the level below it gave, and its skip by a factor."""
        current: Tensor = self.upsamplings[level](below_BCHW, encoded.positions[level])
        if self.config.skip:
            skip = encoded.features[level]
            current = torch.cat([current, skip if gate is None else skip * gate], dim=1)
        risen: Tensor = self.decoder[level](current)
        return risen

    @property
    def adds_to_guess(self) -> bool:
        """Whether the last layer gives what is added to the first guess, not the whole picture."""
        return self.config.skip and self.config.head == "linear"

    def is_held_at(self, scale: int) -> bool:
        """Whether results are kept near the photo; without skips the bottleneck is the only way, here too."""
        return self.adds_to_guess and self.config.stem == "low_res" and scale > 1

    def finish(self, features_BCHW: Tensor, encoded: Encoded) -> Tensor:
        """Last layer: what is added is small and may be bfloat16; a whole picture needs more than its 8 bits."""
        features_BCHW = self.exit(features_BCHW)
        scale = encoded.scale if self.config.stem == "low_res" else 1
        if self.adds_to_guess:
            picture = self._made(features_BCHW, scale)
        else:
            with torch.autocast(features_BCHW.device.type, enabled=False):
                picture = self._made(features_BCHW.float(), scale)
        height, width = encoded.guess.shape[-2:]
        picture = picture[..., :height, :width]
        if self.config.task == "segment" and self.training:
            return picture
        if self.config.head == "sigmoid":
            picture = torch.sigmoid(picture)
        elif self.config.head == "tanh":
            picture = (torch.tanh(picture) + 1) / 2
        elif self.adds_to_guess:
            picture += encoded.guess
        if self.training:
            return picture
        # In place: a fresh array of this size would have to be cleared by the system first.
        return hold_near(picture, encoded.photo, scale) if self.is_held_at(scale) else picture.clamp_(0, 1)

    def _made(self, features_BCHW: Tensor, scale: int) -> Tensor:
        """What the last layers make of the trunk's features, at the result's padded size, float32."""
        name = f"x{scale}"
        made = F.pixel_shuffle(self.tails[name](features_BCHW), self._shuffle(scale))
        picture = made[:, : self.config.output_channels].float()
        return picture + self.finishers[name](made).float() if name in self.finishers else picture

    def _made_channels(self, scale: int) -> int:
        """Features of each pixel that the trunk makes; nothing is enlarged at scale 1, and nothing finished."""
        return self.config.finish if self.config.finish and scale > 1 else self.config.output_channels

    def _first_guess(self, batch_BCHW: Tensor, scale: int) -> Tensor:
        if self.config.task == "inpaint":
            make = biharmonic_guess if self.config.guess == "biharmonic" else pull_push_guess
            return make(batch_BCHW[:, :3], batch_BCHW[:, 3:4])
        return bicubic_guess(batch_BCHW, scale)

    def _shuffle(self, scale: int) -> int:
        """How many pixels a side each place of the last layer becomes."""
        return 2 if self.config.stem == "half_res" else scale

    def convert_trunk(self, dtype: torch.dtype) -> UNet:
        """Turn all parameters into ``dtype`` for inference; returns itself.

        Last layers that make whole pictures stay in float32.
        """
        for name, child in self.named_children():
            if isinstance(child, UNet):
                child.convert_trunk(dtype)
            elif name not in ("tails", "finishers") or self.adds_to_guess:
                child.to(dtype)
        return self

    @property
    def _trunk_type(self) -> torch.dtype:
        return next(self.encoder.parameters()).dtype

    def _checked_scale(self, batch_BCHW: Tensor, scale: int | None) -> int:
        wanted = self.config.batch_channels
        if batch_BCHW.ndim != 4 or batch_BCHW.shape[1] != wanted:
            raise ValueError(f"the batch must be (B, {wanted}, H, W), not {tuple(batch_BCHW.shape)}")
        if scale is None and len(self.config.scales) == 1:
            return self.config.scales[0]
        if scale not in self.config.scales:
            raise ValueError(f"scale {scale} is not one of {self.config.scales}")
        return scale

    def _checked_gates(self, gates: Gates | None) -> Gates | None:
        if gates is None:
            return None
        if not self.config.skip:
            raise ValueError("a network without skip connections has no gates")
        if len(gates) != self.config.levels - 1:
            raise ValueError(f"{self.config.levels - 1} gates are needed, not {len(gates)}")
        return gates


def _finisher(features: int) -> nn.Sequential:
    """What is added to a picture by two convolutions at its full size; nothing at the start."""
    last = conv3x3(features, 3)
    nn.init.zeros_(last.weight)
    nn.init.zeros_(last.get_parameter("bias"))
    return nn.Sequential(conv3x3(features, features), nn.LeakyReLU(0.1), last)


def _as_channel(strength: float | Tensor | None, like_BCHW: Tensor) -> Tensor:
    """(B, 1, H, W) filled with each photo's strength."""
    batch, _, height, width = like_BCHW.shape
    value = torch.as_tensor(0.0 if strength is None else strength, dtype=like_BCHW.dtype, device=like_BCHW.device)
    return value.reshape(-1, 1, 1, 1).expand(batch, 1, height, width)


def _pad_to_multiple(batch_BCHW: Tensor, multiple: int) -> Tensor:
    """Grow bottom and right by reflection (by the last row or column where the photo is too small for that)."""
    height, width = batch_BCHW.shape[-2:]
    down, right = -height % multiple, -width % multiple
    if not down and not right:
        return batch_BCHW
    mode = "reflect" if down < height and right < width else "replicate"
    return F.pad(batch_BCHW, (0, right, 0, down), mode=mode)

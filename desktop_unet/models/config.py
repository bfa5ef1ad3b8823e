"""What a network is: the frozen description from which ``UNet`` builds itself.

Comes in: a few values, from a recipe or a weights file's card. Goes out: a checked
``UNetConfig``. Knows no torch, so that cards can be listed before torch is loaded.
Next on the road: ``unet.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args

from desktop_unet.errors import ConfigImpossible

Task = Literal["upscale", "inpaint", "segment"]
Encoder = Literal["plain", "residual", "resnet18", "resnet34"]
Upsampling = Literal["bilinear", "pixel_shuffle", "unpool", "transposed"]
Head = Literal["sigmoid", "tanh", "linear"]
Activation = Literal["relu", "leaky_relu", "prelu"]
Norm = Literal["batch", "none"]
Stem = Literal["enlarge_first", "low_res", "half_res"]
Guess = Literal["pull_push", "biharmonic"]
Convolution = Literal["normal", "partial", "gated"]
Bottleneck = Literal["local", "fourier"]
Variant = Literal["skip", "no-skip"]

RESNET_WIDTHS = (64, 64, 128, 256, 512)
RESNET_BLOCKS: Mapping[str, tuple[int, ...]] = {
    "resnet18": (1, 2, 2, 2, 2),
    "resnet34": (1, 3, 4, 6, 3),
}


@dataclass(frozen=True)
class UNetConfig:
    """One network, completely described; refused when the parts do not fit together.

    Args:
        task: ``upscale`` (3 channels in), ``inpaint`` (photo and mask, 4 channels in) or ``segment`` (3 channels
            in, one out: how likely each pixel is to be damaged).
        skip: with skip connections, or none at all: the bottleneck is then the only way.
        widths: channels of each level, full resolution first.
        blocks: blocks of each level, on the encoder's and again on the decoder's side
            (the last level, the bottleneck, has them once).
        encoder: kind of blocks; ``resnet18`` and ``resnet34`` fix widths and blocks.
        upsampling: how the decoder doubles height and width.
        head: ``sigmoid`` gives [0, 1], ``tanh`` gives [-1, 1] (converted to [0, 1] at the
            exit), ``linear`` adds to a first guess (bicubic or pull-push; without skips to
            nothing) and is clamped outside training.
        activation: after each convolution but the last.
        norm: batch normalisation or none.
        stem: ``enlarge_first`` repairs the photo enlarged by bicubic; ``low_res`` runs at
            the small photo's size and enlarges in a pixel-shuffle tail per scale; ``half_res`` runs at
            half the photo's height and width: two by two pixels are channels on the way in, and again on the
            way out, so that nothing of a thin line is lost.
        scales: factors that the network was built for; ``(1,)`` for inpainting and segmentation.
        stages: 1, or 2 for inpainting: coarse, then refine.
        strength_input: one more channel that says how much damage to expect, 0..1.
        guess: how a hole is filled before the network looks: ``pull_push`` (smooth) or ``biharmonic``
            (smooth, and slopes go on into the hole).
        convolution: ``normal``; for holes also ``partial`` (the way down leaves out what is unknown) or
            ``gated`` (residual blocks learn where to look); needs residual blocks.
        bottleneck: ``local``, or ``fourier`` for blocks that see the whole photo at once; needs residual blocks.
        finish: features of each pixel of the enlarged picture, its three colours among them, that two last
            convolutions look at, so that what neighbouring places have made fits together; 0 does without. Needs the
            stem ``low_res``.

    Raises:
        ConfigImpossible: the parts contradict each other; the sentence says why.
    """

    task: Task = "upscale"
    skip: bool = True
    widths: tuple[int, ...] = (32, 64, 128)
    blocks: tuple[int, ...] = (1, 1, 1)
    encoder: Encoder = "plain"
    upsampling: Upsampling = "bilinear"
    head: Head = "sigmoid"
    activation: Activation = "relu"
    norm: Norm = "none"
    stem: Stem = "enlarge_first"
    scales: tuple[int, ...] = (4,)
    stages: int = 1
    strength_input: bool = False
    guess: Guess = "pull_push"
    convolution: Convolution = "normal"
    bottleneck: Bottleneck = "local"
    finish: int = 0

    def __post_init__(self) -> None:
        for name in ("widths", "blocks", "scales"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for reason in _contradictions(self):
            raise ConfigImpossible(reason=reason)

    @property
    def levels(self) -> int:
        """Number of resolutions, bottleneck included; skips join all but the last."""
        return len(self.widths)

    @property
    def variant(self) -> Variant:
        return "skip" if self.skip else "no-skip"

    @property
    def size_multiple(self) -> int:
        """Height and width are padded to a multiple of this inside the network."""
        return int(self.entry_stride * 2 ** (self.levels - 1))

    @property
    def entry_stride(self) -> int:
        """How much the way in reduces: 2 in a ResNet and at half resolution, else 1."""
        return 2 if self.is_resnet or self.stem == "half_res" else 1

    @property
    def is_resnet(self) -> bool:
        return self.encoder in RESNET_BLOCKS

    @property
    def input_channels(self) -> int:
        """Channels that the first convolution sees."""
        channels = self.batch_channels + int(self.strength_input)
        return 4 * channels if self.stem == "half_res" else channels

    @property
    def batch_channels(self) -> int:
        """Channels of what the network is given: the photo's and, for inpainting, the mask."""
        return 4 if self.task == "inpaint" else 3

    @property
    def output_channels(self) -> int:
        """Channels of what comes out: a picture's three, or one that marks."""
        return 1 if self.task == "segment" else 3

    @property
    def positions_cross(self) -> bool:
        """True where max-unpooling carries positions to the decoder even without skips."""
        return self.upsampling == "unpool"

    def with_skip(self, skip: bool) -> UNetConfig:
        """The same network with, or without, skip connections."""
        return replace(self, skip=skip)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a card's JSON header."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> UNetConfig:
        """Read what ``to_dict`` wrote.

        Raises:
            ConfigImpossible: a name is unknown or a value contradicts another.
        """
        unknown = sorted(set(values) - {f.name for f in fields(cls)})
        if unknown:
            raise ConfigImpossible(reason=f"unknown setting {', '.join(unknown)}")
        try:
            return cls(**values)
        except TypeError as mistake:
            raise ConfigImpossible(reason=str(mistake)) from mistake


_MOST_LEVELS = 10
_MOST: Mapping[str, int] = {"widths": 4096, "blocks": 64, "scales": 64}
_PICTURE, _MOST_FINISH = 3, 256
"""Beyond these, describing a network would take the machine's memory before anyone has looked at its weights."""

_CHOICES: Mapping[str, Any] = {
    "task": Task,
    "encoder": Encoder,
    "upsampling": Upsampling,
    "head": Head,
    "activation": Activation,
    "norm": Norm,
    "stem": Stem,
    "guess": Guess,
    "convolution": Convolution,
    "bottleneck": Bottleneck,
}


def _contradictions(config: UNetConfig) -> list[str]:
    """Every reason why ``config`` cannot be built, most basic first."""
    reasons = []
    for name, kind in _CHOICES.items():
        value = getattr(config, name)
        if value not in get_args(kind):
            reasons.append(f"{name} is {value!r}, it must be one of {', '.join(get_args(kind))}")
    reasons += [
        f"{name} is {getattr(config, name)!r}, it must be true or false"
        for name in ("skip", "strength_input")
        if type(getattr(config, name)) is not bool
    ]
    reasons += _size_contradictions(config)
    return reasons + _task_contradictions(config)


def _size_contradictions(config: UNetConfig) -> list[str]:
    reasons = []
    for name in ("widths", "blocks", "scales"):
        if not all(type(n) is int and n > 0 for n in getattr(config, name)):
            reasons.append(f"{name} must be whole numbers above 0")
            return reasons
        if len(getattr(config, name)) > _MOST_LEVELS or max(getattr(config, name), default=0) > _MOST[name]:
            reasons.append(
                f"{name} are larger than any network needs: at most {_MOST_LEVELS}, each up to {_MOST[name]}"
            )
            return reasons
    if type(config.finish) is not int or not (config.finish == 0 or _PICTURE < config.finish <= _MOST_FINISH):
        reasons.append(f"finish must be 0 or from {_PICTURE + 1} to {_MOST_FINISH}")
    if len(config.widths) < 2:
        reasons.append("a U-Net needs at least two levels, give two or more widths")
    if len(config.blocks) != len(config.widths):
        reasons.append(f"{len(config.widths)} widths need the same number of block counts, not {len(config.blocks)}")
    if config.is_resnet:
        if config.widths != RESNET_WIDTHS or config.blocks != RESNET_BLOCKS[config.encoder]:
            reasons.append(
                f"{config.encoder} has widths {RESNET_WIDTHS} and blocks {RESNET_BLOCKS[config.encoder]}, no others"
            )
        if config.norm != "batch" or config.activation != "relu":
            reasons.append(f"{config.encoder} was made with batch normalisation and ReLU, nothing else fits")
        if config.upsampling == "unpool":
            reasons.append(f"{config.encoder} halves by strided convolutions, it leaves no pooling positions to unpool")
    return reasons


def _task_contradictions(config: UNetConfig) -> list[str]:
    reasons = []
    if config.task == "inpaint":
        if config.scales != (1,):
            reasons.append("inpainting keeps the size, its scales are (1,)")
        if config.stem == "low_res":
            reasons.append("inpainting runs at the photo's own size, the low_res stem has nothing to enlarge")
        if config.strength_input:
            reasons.append("inpainting takes no strength, only upscaling does")
    elif config.convolution == "partial":
        reasons.append("partial convolutions leave out holes, only inpainting has them")
    if config.task == "segment":
        reasons += _segmentation_contradictions(config)
    elif config.stem == "half_res":
        reasons.append("the half_res stem is for segmentation, pictures are made at full resolution")
    if config.encoder != "residual" and (config.convolution != "normal" or config.bottleneck != "local"):
        reasons.append("partial and gated convolutions and the fourier bottleneck need residual blocks")
    if config.convolution == "partial" and config.upsampling == "unpool":
        reasons.append("partial convolutions halve by strides, they leave no pooling positions to unpool")
    if config.stages not in (1, 2):
        reasons.append(f"{config.stages} stages are not possible, use 1 or 2")
    if config.stages == 2 and config.task != "inpaint":
        reasons.append("two stages (coarse, then refine) are for inpainting")
    if not config.scales or any(scale > 4 for scale in config.scales) or len(set(config.scales)) != len(config.scales):
        reasons.append("scales must be one or more of 1, 2, 3, 4, each once")
    if config.finish and config.stem != "low_res":
        reasons.append("finish is for the low_res stem, others make the picture at its full size anyway")
    if config.is_resnet and config.stem == "low_res":
        reasons.append(f"{config.encoder} halves five times, too often for the small photo of the low_res stem")
    return reasons


def _segmentation_contradictions(config: UNetConfig) -> list[str]:
    reasons = []
    if config.scales != (1,):
        reasons.append("segmentation keeps the size, its scales are (1,)")
    if config.head != "sigmoid":
        reasons.append("segmentation gives probabilities, its head is sigmoid")
    if config.stem == "low_res":
        reasons.append("segmentation has nothing to enlarge, its stem is enlarge_first or half_res")
    if config.strength_input:
        reasons.append("segmentation takes no strength, only upscaling does")
    if config.is_resnet and config.stem == "half_res":
        reasons.append(f"{config.encoder} halves on its way in itself, it has no half_res stem")
    return reasons

"""The exercise family: small classic U-Nets that differ in one thing each, so that it can be seen what it does.

Blocks are convolution, batch normalisation and ReLU, twice; features double where height and width
halve; a sigmoid makes the picture, and nothing is added to it. Enlargers go from 64x64 to 256x256
pixels, fillers take the photo with its hole and the mask as a fourth channel. Within a family all
have the same data, order of samples, steps, widths, rates and seed: the skips, the upsampling, the
head or the number of stages are what differs.

A hyperbolic tangent in place of the sigmoid is one word (``head="tanh"``): the network then makes
values in [-1, 1], which ``UNet`` turns into [0, 1] itself. ``exercise-upscale-tanh-skip`` has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import get_args

from desktop_unet.models.config import Head, UNetConfig, Upsampling
from desktop_unet.training.config import TrainConfig

WIDTHS = (16, 32, 64, 128)
"""Channels per level; the bottleneck, at an eighth of the picture's height and width, has the last."""
STEPS = 1_200
"""About eleven minutes on one core of a current processor (0.5 s or 63 to 76 GFLOP a step in bfloat16)."""
MASK_WEIGHTS = (("scratches", 0.4), ("brush 1-10%", 0.3), ("brush 10-20%", 0.15), ("brush 20-40%", 0.15))


def exercise_upscale(*, skip: bool, upsampling: Upsampling = "bilinear", head: Head = "sigmoid") -> TrainConfig:
    """From 64x64 to 256x256: enlarged by bicubic first, then repaired by the network at full size."""
    network = UNetConfig(
        task="upscale",
        skip=skip,
        widths=WIDTHS,
        blocks=(1,) * len(WIDTHS),
        encoder="plain",
        upsampling=upsampling,
        head=head,
        norm="batch",
        stem="enlarge_first",
        scales=(4,),
    )
    what = upsampling.replace("_", "-") if head == "sigmoid" else head
    return _trained(f"exercise-upscale-{what}-{network.variant}", network, patch_px=64)


def exercise_inpaint(*, skip: bool, stages: int = 1) -> TrainConfig:
    """At 256x256: the photo with its hole, and the mask as a fourth channel; scored inside the hole alone."""
    network = UNetConfig(
        task="inpaint",
        skip=skip,
        widths=WIDTHS,
        blocks=(1,) * len(WIDTHS),
        encoder="plain",
        upsampling="bilinear",
        head="sigmoid",
        norm="batch",
        scales=(1,),
        stages=stages,
    )
    what = "" if stages == 1 else "two-stage-"
    return _trained(f"exercise-inpaint-{what}{network.variant}", network, patch_px=256)


def _trained(card: str, network: UNetConfig, *, patch_px: int) -> TrainConfig:
    """What all runs of the family have in common."""
    inpaints = network.task == "inpaint"
    return TrainConfig(
        card=card,
        family="exercise",
        network=network,
        steps=STEPS,
        batch=4,
        patch_px=patch_px,
        loss="psnr" if inpaints else "l1",
        optimiser="muon",
        learning_rate=2e-3,
        muon_rate=2e-3,
        warmup_steps=50,
        hold=0.3,
        ema=0.99,
        mask_weights=MASK_WEIGHTS if inpaints else (),
        validate_every=100,
        save_every=100,
    )


def _recipes() -> Mapping[str, Callable[[], TrainConfig]]:
    upscalers = [
        partial(exercise_upscale, skip=skip, upsampling=upsampling)
        for upsampling in get_args(Upsampling)
        for skip in (True, False)
    ]
    fillers = [partial(exercise_inpaint, skip=skip, stages=stages) for stages in (1, 2) for skip in (True, False)]
    heads = [partial(exercise_upscale, skip=True, head="tanh")]
    return {recipe().card: recipe for recipe in (*upscalers, *fillers, *heads)}


EXERCISE_RECIPES = _recipes()

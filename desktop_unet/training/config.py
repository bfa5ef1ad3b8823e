"""One training run, completely described."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from math import cos, pi
from typing import Any, Literal

from desktop_unet.errors import ConfigImpossible
from desktop_unet.models.card import Family
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.descriptor import Look

Loss = Literal["l1", "l2", "psnr", "overlap"]
Optimiser = Literal["adamw", "muon"]


@dataclass(frozen=True)
class TrainConfig:
    """What is trained, on what, for how long.

    Args:
        card: name of the weights file.
        family: ``product``, ``exercise`` or ``own``.
        network: what is trained.
        steps: optimiser steps in all.
        batch: patches per step, over all processes.
        patch_px: side of an input patch, in pixels of the network's input.
        loss: ``l1`` (mean absolute error), ``l2`` (mean square error) or ``psnr`` (logarithm of the mean
            square error, per photo); ``overlap`` (cross-entropy and soft Dice, see ``marking``) to segment.
        loss_weight: how much ``loss`` counts; 1 where nothing else does.
        taught: ``loss`` is measured to a teacher's pictures (see ``teacher_pictures``), the rest to the photos.
        feature_weight: how much features count that the photos have too (see ``feature_network``).
        lattice_weight: how much it counts that detail depends on the place modulo the scale.
        mesh_weight: how much it counts that detail comes again with the scale (see ``losses.mesh_loss``).
        periods: of fills: the periods in pixels at which these two look, the mean of which counts; enlargers look at
            the scale's.
        tone_weight: how much the mean colours of blocks count.
        ssim_weight: how much 1 - SSIM counts beside ``loss``; 0 leaves it out.
        adversarial_weight: how much it counts beside ``loss`` that fills or enlargements are told from photos (see
            ``adversary``), photos without noise and JPEG alone; 0 trains no adversary.
        optimiser: ``adamw``, or ``muon`` for the kernels between features and AdamW for the rest.
        learning_rate: of AdamW, after warm-up.
        muon_rate: of Muon, after warm-up.
        warmup_steps: rising linearly from 0.
        hold: share of the steps at full rate before the cosine descent to 0; 0 is a plain cosine.
        ema: decay per step of the averaged weights, which are what is saved.
        clip_norm: largest gradient norm.
        weight_decay: of AdamW.
        seed: of weights and samples.
        scale_weights: how often each scale is drawn.
        branches: train the kernels of residual blocks with parallel branches, folded when saved.
        centred: steps leave alone what kernels answer to the means of their inputs (see ``centring``).
        revived: units that a weights file to begin with has, but never uses, are made new (see ``revival``).
        grown: the weights file to begin with may be of a smaller network (see ``growth``).
        candidates: windows drawn per sample, of which the one with most detail is taken; to segment, in half of the
            samples, the one with most lines.
        drawn_share: share of patches to enlarge that show plain shapes instead of photos (see ``drawn``).
        damaged_share: share of patches to enlarge with blur, noise and JPEG, at a strength told to the network.
        mask_weights: how often each kind of hole is drawn.
        sound_share: to segment: share of samples without any damage.
        lookalike_share: to segment: share of samples with things painted in that look like damage.
        film_shapes: to segment: how many shapes of film damage there are beside the drawn ones.
        validate_every: steps between validations.
        save_every: steps between checkpoints.
        look: what its card says of how its pictures look.
    """

    card: str
    family: Family
    network: UNetConfig
    steps: int
    batch: int
    patch_px: int
    loss: Loss = "l1"
    loss_weight: float = 1.0
    taught: bool = False
    feature_weight: float = 0.0
    lattice_weight: float = 0.0
    mesh_weight: float = 0.0
    periods: tuple[int, ...] = ()
    tone_weight: float = 0.0
    ssim_weight: float = 0.0
    adversarial_weight: float = 0.0
    optimiser: Optimiser = "adamw"
    learning_rate: float = 5e-4
    muon_rate: float = 2e-3
    warmup_steps: int = 200
    hold: float = 0.0
    ema: float = 0.999
    clip_norm: float = 1.0
    weight_decay: float = 1e-4
    seed: int = 1
    scale_weights: tuple[tuple[int, float], ...] = ((4, 1.0),)
    branches: bool = False
    centred: bool = False
    revived: bool = False
    grown: bool = False
    candidates: int = 1
    drawn_share: float = 0.0
    damaged_share: float = 0.0
    mask_weights: tuple[tuple[str, float], ...] = ()
    sound_share: float = 0.0
    lookalike_share: float = 0.0
    film_shapes: int = 0
    validate_every: int = 1000
    save_every: int = 500
    look: Look = "natural"

    def __post_init__(self) -> None:
        for name in ("steps", "batch", "patch_px", "candidates", "validate_every", "save_every"):
            if getattr(self, name) < 1:
                raise ConfigImpossible(reason=f"{name} must be at least 1")
        if not 0 <= self.hold <= 1:
            raise ConfigImpossible(reason="hold must be a share from 0 to 1")
        if self.adversarial_weight < 0:
            raise ConfigImpossible(reason="adversarial_weight must be at least 0")
        if self.taught and self.network.task != "upscale":
            raise ConfigImpossible(reason="a teacher's pictures are enlargements, there are none of fills")
        if self.adversarial_weight > 0 and self.network.task == "segment":
            raise ConfigImpossible(reason="an adversary judges photos, not masks")
        if self.network.task == "inpaint" and self.lattice_weight + self.mesh_weight > 0 and not self.periods:
            raise ConfigImpossible(reason="a lattice in fills is looked for at periods, of which there are none")
        if (self.loss == "overlap") != (self.network.task == "segment"):
            raise ConfigImpossible(reason="the overlap loss is for segmentation, which has no other")

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a checkpoint and a card."""
        return asdict(self)

    def share_at(self, step: int) -> float:
        """Share of the full learning rate at ``step`` (from 0): warm-up, hold, cosine to zero.

        Source: Loshchilov & Hutter 2017.
        """
        if step < self.warmup_steps:
            return (step + 1) / self.warmup_steps
        start = max(self.warmup_steps, round(self.hold * self.steps))
        if step < start:
            return 1.0
        progress = (step - start) / max(1, self.steps - start)
        return (1 + cos(pi * min(1.0, progress))) / 2


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Settings in which two runs differ, apart from their length, their saving and what is said of them.

    What a run of an earlier version could not set yet is as it is by default.
    """
    defaults = {field.name: field.default for field in fields(TrainConfig) if field.default is not MISSING}
    before = {**json.loads(json.dumps(defaults)), **before}
    free = {"steps", "hold", "validate_every", "save_every", "look"}
    return sorted(name for name in set(before) | set(now) if name not in free and before.get(name) != now.get(name))

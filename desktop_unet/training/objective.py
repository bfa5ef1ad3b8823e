"""What training makes small: a table of terms, each with its weight in the configuration.

Comes in: what a network made of a batch, beside what it should have made. Goes out: one number with a slope. A new
term is a row. Next on the road: ``losses.py``, ``feature_network.py``, ``marking.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from desktop_unet.training.config import TrainConfig
from desktop_unet.training.feature_network import FeatureNetwork, feature_loss
from desktop_unet.training.losses import lattice_loss, mesh_loss, restoration_loss, structure_loss, tone_loss
from desktop_unet.training.marking import marking_loss

_SMALLEST_SHARE = 0.02
"""Holes that cover less of a patch than this count less: a few pixels must not outweigh all others."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What a network made of a batch, all float32 on its device.

    Args:
        made: what came out; (B, 3, H, W) in unit range, or logits of marks (B, 1, H, W).
        truth: of the same shape.
        wanted: what a teacher makes of it where there is one, else the truth.
        scale: how much was enlarged.
        mask: (B, 1, H, W), 1 in holes; None where all is restored.
        strength_B: damage done to each photo; None where none was.
    """

    made: Tensor
    truth: Tensor
    wanted: Tensor
    scale: int = 1
    mask: Tensor | None = None
    strength_B: Tensor | None = None

    @property
    def seen(self) -> Tensor:
        """What a person would see: of a fill, the photo around it, too."""
        return self.made if self.mask is None else torch.where(self.mask > 0, self.made, self.truth)

    @property
    def shares_B(self) -> Tensor | float:
        """How much of each photo was made."""
        return 1.0 if self.mask is None else self.mask.mean(dim=(1, 2, 3)).clamp_min(_SMALLEST_SHARE)

    @property
    def clean_B111(self) -> Tensor:
        """True for photos without noise and JPEG."""
        if self.strength_B is None:
            return torch.ones(len(self.truth), 1, 1, 1, dtype=torch.bool, device=self.truth.device)
        return (self.strength_B == 0)[:, None, None, None]

    @property
    def judged(self) -> Tensor:
        """(B, 1, H, W): where an adversary looks: at holes, and at photos whose truth can be known."""
        return self.clean_B111.float().expand_as(self.truth[:, :1]) if self.mask is None else self.mask


Features = FeatureNetwork | None


@dataclass(frozen=True)
class Term:
    """One thing that counts.

    Args:
        weight: field of ``TrainConfig`` that says how much; at 0 the term is left out.
        counts: whether it has a meaning for such a network and answer.
        value: a scalar, 0 for a perfect answer.
    """

    weight: str
    counts: Callable[[TrainConfig, Answer, Features], bool]
    value: Callable[[TrainConfig, Answer, Features], Tensor]


def objective(config: TrainConfig, answer: Answer, features: Features = None) -> Tensor:
    """The weighted sum of all terms that count; an adversary's complaint is not among them.

    Args:
        features: compared where ``config.feature_weight`` says so; None does without.
    """
    if config.network.task == "segment":
        return marking_loss(answer.made, answer.truth)
    total = torch.zeros((), device=answer.made.device)
    for term in TERMS:
        weight: float = getattr(config, term.weight)
        if weight > 0 and term.counts(config, answer, features):
            total = total + weight * term.value(config, answer, features)
    return total


def _always(config: TrainConfig, answer: Answer, features: Features) -> bool:
    return True


def _with_features(config: TrainConfig, answer: Answer, features: Features) -> bool:
    return features is not None


def _enlarging(config: TrainConfig, answer: Answer, features: Features) -> bool:
    return answer.mask is None and answer.scale > 1


def _whole(config: TrainConfig, answer: Answer, features: Features) -> bool:
    return answer.mask is None


def _filling(config: TrainConfig, answer: Answer, features: Features) -> bool:
    return answer.mask is not None and bool(config.periods)


def _error(config: TrainConfig, answer: Answer, features: Features) -> Tensor:
    return restoration_loss(config.loss, answer.made, answer.wanted, answer.mask)


def _features(config: TrainConfig, answer: Answer, features: Features) -> Tensor:
    assert features is not None, "asked for by _with_features"
    # What noise has taken cannot be known; a teacher's guess of it at least agrees with itself.
    aim = torch.where(answer.clean_B111, answer.truth, answer.wanted) if config.taught else answer.truth
    return feature_loss(features, answer.seen, aim, answer.shares_B)


def _lattice(config: TrainConfig, answer: Answer, features: Features) -> Tensor:
    return lattice_loss(answer.made, answer.wanted, answer.scale)


def _mesh(config: TrainConfig, answer: Answer, features: Features) -> Tensor:
    # The level below the full size makes its own blocks, two pixels of the input wide.
    return mesh_loss(answer.made, answer.truth, 2 * answer.scale)


def _lattices_of_fills(config: TrainConfig, answer: Answer, features: Features) -> Tensor:
    values = [lattice_loss(answer.seen, answer.truth, period, answer.mask) for period in config.periods]
    return torch.stack(values).mean()


def _meshes_of_fills(config: TrainConfig, answer: Answer, features: Features) -> Tensor:
    assert answer.mask is not None, "asked for by _filling"
    values = [mesh_loss(answer.seen, answer.truth, period) for period in config.periods]
    return torch.stack(values).mean() / answer.mask.mean().clamp_min(_SMALLEST_SHARE)


def _tone(config: TrainConfig, answer: Answer, features: Features) -> Tensor:
    return tone_loss(answer.made, answer.truth)


def _structure(config: TrainConfig, answer: Answer, features: Features) -> Tensor:
    return structure_loss(answer.made, answer.truth, answer.mask)


TERMS = (
    Term("loss_weight", _always, _error),
    Term("feature_weight", _with_features, _features),
    Term("lattice_weight", _enlarging, _lattice),
    Term("mesh_weight", _whole, _mesh),
    Term("lattice_weight", _filling, _lattices_of_fills),
    Term("mesh_weight", _filling, _meshes_of_fills),
    Term("tone_weight", _always, _tone),
    Term("ssim_weight", _always, _structure),
)
"""Everything that counts, in the order in which it is added up."""

"""How a network was trained, as a table: one row per stage, the first one on top.

Comes in: the ``provenance`` of a card, where each stage holds the one it began with. Goes out: plain rows.
Used by ``weights.show_network``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from desktop_unet.engine.task_table import FIND_DAMAGE

HEADINGS = ("stage", "steps", "patches", "loss", "rates", "photos", "seed", "with")
LOSSES = {"l1": "absolute error", "l2": "square error", "psnr": "log of the error", "overlap": "overlap"}
SWITCHES = ("taught", "branches", "centred", "revived", "grown")
WEIGHED = {"ssim": "SSIM", "feature": "features", "adversarial": "adversary"}
"""What counts beside the loss, by the name of its weight; the others are called as they are."""
_WEIGHT = "_weight"

Stage = Mapping[str, Any]


def stages(provenance: Stage) -> list[Stage]:
    """Every stage, in the order in which they were trained; empty where nothing is said of training."""
    found: list[Stage] = []
    stage: Any = provenance
    while isinstance(stage, Mapping):
        found.append(stage)
        stage = stage.get("started_from")
    return [stage for stage in reversed(found) if isinstance(stage.get("training"), Mapping)]


def stage_row(number: int, stage: Stage) -> tuple[str, ...]:
    """One cell per heading; what an older card does not say is left empty."""
    training = stage["training"]
    patches = f"{training.get('batch', '?')} of {training.get('patch_px', '?')} px"
    loss = str(training.get("loss", ""))
    return (
        str(number),
        _count(stage.get("steps", "")),
        patches,
        LOSSES.get(loss, loss),
        _rates(training),
        str(stage.get("photos", "")),
        str(training.get("seed", "")),
        ", ".join(_additions(training)),
    )


def samples(stage: Stage, task: str) -> str:
    """What a stage was shown: scales or kinds of holes with their shares, and how many were damaged.

    Args:
        stage: one of ``stages``.
        task: that the network was trained for; finders have no scales, though their training says some.
    """
    training = stage["training"]
    if task == FIND_DAMAGE.trained_to:
        return _found_in(training)
    holes, scales = _shares(training.get("mask_weights")), _shares(training.get("scale_weights"))
    parts = [f"{kind} {share:.0%}" for kind, share in holes] or [f"x{scale} {share:.0%}" for scale, share in scales]
    damaged = training.get("damaged_share")
    if _is_number(damaged) and damaged:
        parts.append(f"{damaged:.0%} of them damaged" + (" (all at x1)" if 1 in dict(scales) else ""))
    return ", ".join(parts)


def _found_in(training: Stage) -> str:
    """What a finder of damage was shown."""
    told = {"sound_share": "without damage", "lookalike_share": "with things that look like damage"}
    shares = [(training.get(name), words) for name, words in told.items()]
    return ", ".join(f"{share:.0%} {words}" for share, words in shares if _is_number(share) and share) or "all damaged"


def teachers(trained: Iterable[Stage]) -> list[str]:
    """Other people's networks that took part in any of the stages, with their licences."""
    named = [stage.get("teachers") for stage in trained]
    return list(dict.fromkeys(str(name) for names in named if isinstance(names, list | tuple) for name in names))


def mixed_with(provenance: Stage) -> str | None:
    """What another network's numbers make up of the finished one's; None where nothing was mixed."""
    mixed = provenance.get("mixed")
    if not isinstance(mixed, Mapping) or not _is_number(mixed.get("share")):
        return None
    return f"{1 - mixed['share']:.0%} {mixed.get('with', 'unknown')}"


def _rates(training: Stage) -> str:
    """Full learning rates, of Muon and AdamW where both are used."""
    rates = [training.get("learning_rate")]
    if training.get("optimiser") == "muon":
        rates.insert(0, training.get("muon_rate"))
    return " / ".join(f"{rate:g}" if _is_number(rate) else "?" for rate in rates)


def _additions(training: Stage) -> list[str]:
    """What was switched on, and what counted beside the loss."""
    named = [name for name in SWITCHES if training.get(name)]
    weighed = [name.removesuffix(_WEIGHT) for name, weight in training.items() if name.endswith(_WEIGHT) and weight]
    return named + [WEIGHED.get(name, name) for name in weighed if name != "loss"]


def _count(steps: object) -> str:
    return f"{steps:,}" if isinstance(steps, int) else str(steps)


def _shares(pairs: object) -> list[tuple[object, float]]:
    """Pairs of a name and a share; a card may come from anyone, so whatever else it holds is passed over."""
    listed = pairs if isinstance(pairs, list | tuple) else ()
    return [tuple(pair) for pair in listed if isinstance(pair, list | tuple) and len(pair) == 2 and _is_number(pair[1])]


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float)

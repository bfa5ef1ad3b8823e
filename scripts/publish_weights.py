"""Put trained networks among the program's own: score each file, write the scores into its card, renew SHA256SUMS.

    .venv/bin/python scripts/publish_weights.py runs/upscale-skip/upscale-skip.safetensors --data ../shared/data

The numbers of a published file are those of the file given, bit for bit; only its card grows.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.task import Choices
from desktop_unet.errors import JudgeMissing
from desktop_unet.imaging.damage import Damage
from desktop_unet.models.card import Card, read_card

if TYPE_CHECKING:
    from desktop_unet.evaluation.upscale_scores import UpscaleTable

DAMAGED = {
    "x2 noise 15 JPEG 40": (2, Damage(noise=15.0, quality=40)),
    "x1 JPEG 10": (1, Damage(quality=10)),
    "x1 noise 25": (1, Damage(noise=25.0)),
}
"""Damage done to validation photos, and the factor at which it is undone."""
LOOKED_AT = Damage(noise=10.0, quality=60)
"""What looks are judged after besides clean photos: damage that many small photos have."""
LOOKED_AT_SCALE = 4

REPOSITORY = Path(__file__).resolve().parent.parent


def main() -> None:
    """Score and publish every file that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="weights files, as training leaves them")
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared" / "data", help="with bench/ and val/")
    parser.add_argument("--weights", type=Path, default=REPOSITORY / "weights", help="where to publish")
    given = parser.parse_args()
    prepare_environment()
    from desktop_unet.models.weights import load_network, save_network, write_sums

    for file in given.files:
        scores = dict(measured(file, read_card(file), given.data))
        network, card = load_network(file, check_sum=False)
        given.weights.mkdir(exist_ok=True)
        save_network(given.weights / f"{card.name}.safetensors", network, replace(card, scores=scores))
        write_sums(given.weights)
        for name, score in scores.items():
            print(f"{card.name}: {name} {score}")


def measured(file: Path, card: Card, data: Path) -> Iterator[tuple[str, float]]:
    """Name and value of each score of a weights file, through the program's own engine."""
    choices = Choices(card=file)
    if card.task == "upscale":
        yield from enlarging_scores(card, data, choices)
        if card.config.strength_input:
            yield from damage_scores(card, data, choices)
    elif card.task == "segment":
        yield from finding_scores(data, choices)
    else:
        from desktop_unet.evaluation.inpaint_scores import evaluate_inpaint

        for mean in evaluate_inpaint(data / "val", choices).means:
            yield f"val {mean.kind} PSNR", round(mean.psnr, 2)
            yield f"val {mean.kind} SSIM", round(mean.ssim, 4)


def finding_scores(data: Path, choices: Choices) -> Iterator[tuple[str, float]]:
    """Damage of kinds that no training sees, at the program's own threshold, and what is marked where there is none."""
    from desktop_unet.evaluation.damage_scores import evaluate_damage, network_finder
    from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD

    shapes = data / "damage"
    table = evaluate_damage(
        data / "val",
        network_finder(choices),
        threshold=DEFAULT_THRESHOLD,
        shapes=shapes if shapes.is_dir() else None,
    )
    for score in table.scores:
        yield f"val {score.kind} F1", round(score.f1, 3)
        yield f"val {score.kind} precision", round(score.precision, 3)
        yield f"val {score.kind} recall", round(score.recall, 3)
    yield "val sound photos marked, %", round(100 * table.sound_mean, 3)
    yield "val worst sound photo marked, %", round(100 * table.sound_worst, 3)


def enlarging_scores(card: Card, data: Path, choices: Choices) -> Iterator[tuple[str, float]]:
    """Clean photos, at each factor above 1; how those of val/ look where the judges are installed."""
    from desktop_unet.evaluation.upscale_scores import evaluate_upscale

    for name, folder in (("Set5", "bench/Set5"), ("Set14", "bench/Set14"), ("val", "val")):
        for scale in card.scales:
            if scale > 1:
                table = evaluate_upscale(
                    data / folder, scale, choices, with_looks=name == "val" and judges_are_installed()
                )
                yield f"{name} x{scale} PSNR", round(table.mean.psnr, 2)
                yield f"{name} x{scale} SSIM", round(table.mean.ssim, 4)
                yield from look_scores(f"{name} x{scale}", table)


def judges_are_installed() -> bool:
    """Whether both packages of the extra ``perceptual`` are here; says so where they are not."""
    from desktop_unet.evaluation.niqe import good_photos
    from desktop_unet.evaluation.perceptual import load_judge

    try:
        load_judge()
        good_photos()
    except JudgeMissing as missing:
        print(f"No scores of looks: {missing}", file=sys.stderr)
        return False
    return True


def look_scores(name: str, table: UpscaleTable) -> Iterator[tuple[str, float]]:
    """Lower is better in each; nothing where looks were not judged."""
    looks = table.mean.looks
    if looks is None:
        return
    yield f"{name} ST-LPIPS", round(looks.st_lpips, 4)
    if looks.niqe is not None:
        yield f"{name} NIQE", round(looks.niqe, 2)
    if looks.lattice is not None:
        yield f"{name} lattice", round(looks.lattice, 4)
    shifts = [score.looks.colour_shift for score in table.scores if score.looks is not None]
    yield f"{name} largest colour shift", round(max(shifts), 2)
    if table.step_range is not None:
        yield f"{name} step darkest", table.step_range[0]
        yield f"{name} step lightest", table.step_range[1]


def damage_scores(card: Card, data: Path, choices: Choices) -> Iterator[tuple[str, float]]:
    """Damaged photos at the strength that the program chooses, beside strength 0 or the photo as it was."""
    from desktop_unet.evaluation.upscale_scores import evaluate_upscale

    for name, (scale, damage) in DAMAGED.items():
        if scale not in card.scales:
            continue
        mean = evaluate_upscale(data / "val", scale, choices, strength=None, damage=damage).mean
        yield f"val {name} PSNR", round(mean.psnr, 2)
        if scale == 1:
            yield f"val {name} PSNR as it was", round(mean.bicubic_psnr, 2)
        else:
            told = evaluate_upscale(data / "val", scale, choices, strength=0.0, damage=damage).mean
            yield f"val {name} PSNR at strength 0", round(told.psnr, 2)
    if LOOKED_AT_SCALE in card.scales and judges_are_installed():
        name = f"val x{LOOKED_AT_SCALE} noise {LOOKED_AT.noise:g} JPEG {LOOKED_AT.quality}"
        table = evaluate_upscale(
            data / "val", LOOKED_AT_SCALE, choices, strength=None, damage=LOOKED_AT, with_looks=True
        )
        yield f"{name} PSNR", round(table.mean.psnr, 2)
        yield from look_scores(name, replace(table, step_range=None))


if __name__ == "__main__":
    main()

"""Put trained networks among the program's own: score each file, write the scores into its card, renew SHA256SUMS.

    .venv/bin/python scripts/publish_weights.py runs/upscale-skip/upscale-skip.safetensors --data ../shared/data

The numbers of a published file are those of the file given, bit for bit; only its card grows.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.task import Choices
from desktop_unet.imaging.damage import Damage
from desktop_unet.models.card import Card, read_card

DAMAGED = {
    "x2 noise 15 JPEG 40": (2, Damage(noise=15.0, quality=40)),
    "x1 JPEG 10": (1, Damage(quality=10)),
    "x1 noise 25": (1, Damage(noise=25.0)),
}
"""Damage done to validation photos, and the factor at which it is undone."""

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
    else:
        from desktop_unet.evaluation.inpaint_scores import evaluate_inpaint

        for mean in evaluate_inpaint(data / "val", choices).means:
            yield f"val {mean.kind} PSNR", round(mean.psnr, 2)
            yield f"val {mean.kind} SSIM", round(mean.ssim, 4)


def enlarging_scores(card: Card, data: Path, choices: Choices) -> Iterator[tuple[str, float]]:
    """Clean photos, at each factor above 1."""
    from desktop_unet.evaluation.upscale_scores import evaluate_upscale

    for name, folder in (("Set5", "bench/Set5"), ("Set14", "bench/Set14"), ("val", "val")):
        for scale in card.scales:
            if scale > 1:
                mean = evaluate_upscale(data / folder, scale, choices).mean
                yield f"{name} x{scale} PSNR", round(mean.psnr, 2)
                yield f"{name} x{scale} SSIM", round(mean.ssim, 4)


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


if __name__ == "__main__":
    main()

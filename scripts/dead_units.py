"""How many units of each residual block answer nowhere: ``python scripts/dead_units.py WEIGHTS --data FOLDER``.

A unit is dead on a set of photos if its first convolution is below zero at more than 99.9 % of all places,
so that the ReLU behind it gives nothing. Prints a table: block, units, dead at strength 0, dead at 0.8,
dead at both.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from desktop_unet.imaging.damage import reduce
from desktop_unet.imaging.geometry import Extent
from desktop_unet.models.blocks import ResidualBlock
from desktop_unet.models.weights import load_network
from desktop_unet.training.photos import read_code8
from desktop_unet.training.revival import SELDOM

STRENGTHS = (0.0, 0.8)
SIDE_PX = 384


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--data", type=Path, required=True, help="folder of photos at least 384 px wide and high")
    parser.add_argument("--scale", type=int, default=4)
    given = parser.parse_args()
    photos = [_small(path, given.scale) for path in sorted(given.data.iterdir()) if path.suffix in (".jpg", ".png")]
    for weights in given.weights:
        network = load_network(weights)[0].eval()
        shares = [_answers(network, photos, given.scale, strength) for strength in STRENGTHS]
        print(f"{weights}\n  {'block':24s} units  dead at 0  at 0.8  at both")
        totals = [0, 0, 0, 0]
        for name, first in shares[0].items():
            dead = [first < SELDOM, shares[1][name] < SELDOM]
            row = [len(first), *(int(each.sum()) for each in (*dead, dead[0] & dead[1]))]
            totals = [a + b for a, b in zip(totals, row, strict=True)]
            print(f"  {name:24s} {row[0]:5d} {row[1]:10d} {row[2]:7d} {row[3]:8d}")
        print(f"  {'all':24s} {totals[0]:5d} {totals[1]:10d} {totals[2]:7d} {totals[3]:8d}")


def _small(path: Path, scale: int) -> torch.Tensor:
    photo = read_code8(path)
    top, left = ((side - SIDE_PX) // 2 for side in photo.shape[:2])
    middle = photo[top : top + SIDE_PX, left : left + SIDE_PX]
    small = reduce(middle, Extent(SIDE_PX // scale, SIDE_PX // scale))
    return torch.from_numpy(small.copy()).permute(2, 0, 1)[None].float() / 255


@torch.inference_mode()
def _answers(
    network: torch.nn.Module, photos: list[torch.Tensor], scale: int, strength: float
) -> dict[str, torch.Tensor]:
    """Share of all places at which each unit answers, by block."""
    shares: dict[str, torch.Tensor] = {}
    hooks = []
    for name, module in network.named_modules():
        if isinstance(module, ResidualBlock):
            shares[name] = torch.zeros(module.first.out_channels)

            def see(_: object, __: object, answers: torch.Tensor, name: str = name) -> None:
                shares[name] += (answers > 0).float().mean((0, 2, 3)) / len(photos)

            hooks.append(module.first.register_forward_hook(see))
    for photo in photos:
        network(photo, scale=scale, strength=strength)
    for hook in hooks:
        hook.remove()
    return shares


if __name__ == "__main__":
    main()

"""How long the lab takes to show moved gates: everything that its window shows of it, on a crop of 256x256.

    .venv/bin/python benchmarks/gates.py --threads 2

Prints a row of a table per network, in milliseconds: median (and slowest) of ``--repeats`` settings with every gate
moved, the processor time of all threads for one (which a busy machine hardly changes), the same with only the gate at
full size moved, and the whole network, which is what a move would take if nothing were kept.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.geometry import Rect
from desktop_unet.models.card import list_cards
from desktop_unet.paths import sample_photo, weights_dir
from desktop_unet.studio.lab.crops import photo_pixels
from desktop_unet.studio.lab.lab_options import LabOptions
from desktop_unet.studio.lab.scene import Scene

SIDE_PX, BUDGET_MS = 256, 150


def main() -> None:
    """Measure every network with skips that the lab can use."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--photo", type=Path, default=sample_photo())
    given = parser.parse_args()
    prepare_environment()
    import torch

    torch.set_num_threads(given.threads)
    pixels = photo_pixels(read_photo(given.photo))
    print("| network | every gate moved | processor | first gate moved | whole network | |")
    print("|---|---:|---:|---:|---:|---|")
    for card in list_cards(weights_dir()):
        if card.config.skip and (card.task == "inpaint" or 4 in card.scales):
            options = LabOptions(card.task, Rect(0, 0, SIDE_PX, SIDE_PX), card.name, card.name)
            print(f"| {card.name} | {_measured(Scene(pixels, options), given.repeats)} |", flush=True)


def _measured(scene: Scene, repeats: int) -> str:
    """Settings of the gates by chance, then the first gate alone, then whole runs."""
    count = scene.first.gate_count
    gates = [tuple(np.random.default_rng(number).random(count)) for number in range(repeats)]
    busy = time.process_time()
    moved = [_milliseconds(lambda each=each: scene.pictures(each)) for each in gates]
    busy = 1000 * (time.process_time() - busy) / repeats
    first = [_milliseconds(lambda each=each: scene.pictures((each[0], *gates[-1][1:]))) for each in gates]
    whole = [_milliseconds(lambda each=each: scene.first.full_run(each)) for each in gates]
    verdict = "within" if statistics.median(moved) <= BUDGET_MS else "OVER"
    return (
        f"{statistics.median(moved):.0f} ({max(moved):.0f}) | {busy:.0f} | {statistics.median(first):.0f} | "
        f"{statistics.median(whole):.0f} | {verdict} {BUDGET_MS} ms"
    )


def _milliseconds(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    main()

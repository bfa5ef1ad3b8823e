"""Whether several small photos in one pass through a network are faster than one after the other.

    python benchmarks/small_batches.py [--card NAME] [--scale N] [--sides PX,PX] [--batch N] [--threads N] [--rounds N]

Prints JSON: for each side of a square photo the processor seconds (and those by the clock) a photo takes in the engine
as a whole, in the network alone, and in the network in batches; the least of several rounds, turn about, so that other
work on the machine counts little. ``differs`` says whether the batch gives other bits.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from desktop_unet.engine.device_env import prepare_environment

prepare_environment()

import numpy as np  # noqa: E402
import torch  # noqa: E402

from desktop_unet.engine.predict import open_card  # noqa: E402
from desktop_unet.engine.restore import run  # noqa: E402
from desktop_unet.engine.task import Choices, UpscaleRequest  # noqa: E402
from desktop_unet.imaging.photo import Photo  # noqa: E402


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--card", default="upscale-skip")
    parser.add_argument("--scale", type=int, default=2)
    parser.add_argument("--sides", default="64,128")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=7)
    wanted = parser.parse_args()
    choices = Choices(card=wanted.card, device="cpu", precision="fp32", threads=wanted.threads)
    for side in map(int, wanted.sides.split(",")):
        print(json.dumps(measure(side, wanted, choices)), flush=True)


def measure(side: int, wanted: argparse.Namespace, choices: Choices) -> dict[str, object]:
    """One side of a square photo."""
    chance = np.random.default_rng(0)
    photos = [Photo(chance.integers(0, 256, (side, side, 3), np.uint8)) for _ in range(wanted.batch)]
    module = open_card(wanted.card, choices).runner.module
    batch = torch.from_numpy(np.stack([photo.pixels for photo in photos])).permute(0, 3, 1, 2).float() / 255
    forward = torch.inference_mode()(lambda x: module(x, scale=wanted.scale, strength=0.0, gates=None))

    def engine() -> None:
        for photo in photos:
            run(UpscaleRequest(photo, wanted.scale, 0.0, choices))

    def one_by_one() -> torch.Tensor:
        return torch.cat([forward(batch[number : number + 1]) for number in range(wanted.batch)])

    ways: dict[str, Callable[[], object]] = {
        "engine": engine,
        "network": one_by_one,
        "network_in_batches": lambda: forward(batch),
    }
    least = {name: [float("inf")] * 2 for name in ways}
    for _ in range(wanted.rounds):
        for name, way in ways.items():
            clock, processor = time.perf_counter(), time.process_time()
            way()
            spent = time.process_time() - processor, time.perf_counter() - clock
            least[name] = [min(pair) for pair in zip(least[name], spent, strict=True)]
    facts: dict[str, object] = {"side": side, "batch": wanted.batch, "threads": wanted.threads}
    for name, (processor, clock) in least.items():
        facts[f"{name}_cpu_ms"] = round(1000 * processor / wanted.batch, 2)
        facts[f"{name}_ms"] = round(1000 * clock / wanted.batch, 2)
    return facts | {"differs": not torch.equal(one_by_one(), forward(batch))}


if __name__ == "__main__":
    main()

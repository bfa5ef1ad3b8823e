"""How long the lab takes to show a moved gate: the decoder alone, on a crop of 256x256.

    .venv/bin/python benchmarks/gates.py --threads 2

Prints one line per network: median and slowest of ``--repeats`` moves in milliseconds, the processor time of all
threads for one (which a busy machine hardly changes), and the whole network beside it.
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
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.holes import mask_for
from desktop_unet.models.card import list_cards
from desktop_unet.paths import sample_photo, weights_dir

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

    from desktop_unet.engine.lab.case import enlarging_case, filling_case, score_of
    from desktop_unet.engine.lab.gates import Gated

    torch.set_num_threads(given.threads)
    crop = np.ascontiguousarray(read_photo(given.photo).pixels[:SIDE_PX, :SIDE_PX].astype(np.uint8))
    cases = {
        "upscale": enlarging_case(crop, 4),
        "inpaint": filling_case(crop, mask_for("brush 10-20%", Extent(*crop.shape[:2]), 0)),
    }
    for card in list_cards(weights_dir()):
        if not card.config.skip or (card.task == "upscale" and 4 not in card.scales):
            continue
        gated = Gated(card.name, cases[card.task])
        gates = [tuple(np.random.default_rng(n).random(gated.gate_count)) for n in range(given.repeats)]
        busy = time.process_time()
        moved = [_milliseconds(lambda g=g: score_of(gated.case, gated.picture(g))) for g in gates]
        busy = 1000 * (time.process_time() - busy) / given.repeats
        whole = [_milliseconds(lambda g=g: gated.full_run(g)) for g in gates]
        verdict = "within" if statistics.median(moved) <= BUDGET_MS else "OVER"
        print(
            f"{card.name}: gate {statistics.median(moved):.0f} ms (slowest {max(moved):.0f}, "
            f"processor {busy:.0f}), scored; "
            f"whole network {statistics.median(whole):.0f} ms, not scored; {verdict} {BUDGET_MS} ms"
        )


def _milliseconds(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    main()

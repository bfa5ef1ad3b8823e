"""What a batch costs beside the engine: memory, overhead a photo, going on.

    python benchmarks/batch_figures.py [--photos N] [--side PX] [--scale N] [--threads N] [--singles N]
                                       [--small-networks]

Makes photos by chance, runs ``desktop-unet batch upscale`` over them, then again; with ``--singles`` also so many
single commands. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402
from made_photos import make_smooth  # noqa: E402

WARM_UP = 500
"""After so many photos memory is looked at for the first time; after a tenth of them where there are fewer."""
LOOK_EVERY = 20
"""Photos between two looks; what counts is the most."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=10_000)
    parser.add_argument("--side", type=int, default=64)
    parser.add_argument("--scale", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--small-networks", action="store_true")
    parser.add_argument("--singles", type=int, default=0)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_smooth(folder / "in", wanted.photos, wanted.side)
        if wanted.small_networks:
            from tests.engine.networks import save_product

            os.environ["DESKTOP_UNET_WEIGHTS"] = str(save_product(folder / "weights"))
        print(json.dumps(measure(folder, wanted), indent=2))
    return 0


def measure(folder: Path, wanted: argparse.Namespace) -> dict[str, float | int | None]:
    """One run, the same again, and single commands where they are wanted."""
    how = ("--scale", str(wanted.scale), "--threads", str(wanted.threads))
    first = run_batch(folder, how, min(WARM_UP, wanted.photos // 10))
    again = run_batch(folder, how, 0)
    singles = seconds_of_singles(folder, how, wanted.singles)
    after_first = first["span"] * wanted.photos / max(wanted.photos - 1, 1)
    return {
        "photos": wanted.photos,
        "photos_per_minute": round(60 * wanted.photos / first["seconds"], 1),
        "single_photos_per_minute": None if singles is None else round(60 / singles, 1),
        "times_as_fast": None if singles is None else round(singles * wanted.photos / first["seconds"], 2),
        "engine_share": round(first["engine_after_first"] / first["span"], 3),
        "overhead_ms_each": round(1000 * (after_first - first["engine_after_first"]) / wanted.photos, 2),
        "memory_early_mib": first["early_mib"],
        "memory_most_mib_after": first["most_mib"],
        "seconds_to_go_on": round(again["total"], 2),
        "seconds_to_go_on_in_run": round(again["reported"], 2),
    }


def run_batch(folder: Path, how: tuple[str, ...], warm_up: int) -> dict[str, float]:
    """One run; seconds, engine seconds after the first photo, the memory held early and the most after that, in MiB."""
    words = (
        sys.executable,
        "-m",
        "desktop_unet",
        "batch",
        "upscale",
        str(folder / "in"),
        str(folder / "out"),
        "--json",
    )
    started = time.monotonic()
    first = last = started
    held: dict[str, float] = {"early_mib": 0.0, "most_mib": 0.0}
    engine, count = 0.0, 0
    with subprocess.Popen([*words, *how], stdout=subprocess.PIPE, text=True, cwd=ROOT) as run:
        assert run.stdout is not None
        process = psutil.Process(run.pid)
        for line in run.stdout:
            facts = json.loads(line)
            if facts["event"] != "photo":
                reported = facts["seconds"]
                continue
            count, last = count + 1, time.monotonic()
            if count == 1:
                first = last
            else:
                engine += facts["seconds"]
            if count >= warm_up and (count - warm_up) % LOOK_EVERY == 0:
                now_mib = round(process.memory_info().rss / 2**20, 1)
                held["most_mib"] = max(held["most_mib"], now_mib)
                held["early_mib"] = held["early_mib"] or now_mib
    total = time.monotonic() - started
    return held | {
        "seconds": last - started,
        "span": max(last - first, 1e-9),
        "engine_after_first": engine,
        "total": total,
        "reported": reported,
    }


def seconds_of_singles(folder: Path, how: tuple[str, ...], count: int) -> float | None:
    """Mean time of single commands."""
    if not count:
        return None
    started = time.monotonic()
    for source in sorted((folder / "in").iterdir())[:count]:
        words = ("upscale", str(source), str(folder / f"single-{source.name}"), "--quiet", *how)
        subprocess.run([sys.executable, "-m", "desktop_unet", *words], check=True, cwd=ROOT)
    return (time.monotonic() - started) / count


if __name__ == "__main__":
    sys.exit(main())

"""Kill the workers of a batch on a cluster again and again: the second part of ``make soak-batch``.

    python benchmarks/cluster_soak.py [--photos N] [--seconds S] [--every S] [--seed N]

``desktop-unet batch upscale --cluster local:2`` makes photos while one of its workers, chosen by chance, is killed with
SIGKILL every few seconds for a minute. All results must be there, equal to those of one process bit for bit, none
written twice, and no stray file among them; 1 where not.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import batch_soak
import psutil
from made_photos import make_noise

SIDES_PX = (700, 900)
"""Photos that take the networks of the tests some seconds on a busy processor."""
_PATIENCE_S = 1200


def main() -> int:
    """Kill and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--every", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        chance = random.Random(wanted.seed)
        kills, faults = soak(Path(folder), wanted.photos, wanted.seconds, wanted.every, chance)
    for fault in faults:
        print(fault)
    print(f"{kills} workers killed during {wanted.photos} photos: {len(faults)} faults")
    return 1 if faults else 0


def soak(
    folder: Path,
    photos: int,
    seconds: float,
    every_s: float,
    chance: random.Random,
    sides_px: tuple[int, int] = SIDES_PX,
) -> tuple[int, list[str]]:
    """How many workers were killed, and what went wrong.

    Args:
        folder: empty.
        photos: how many.
        seconds: for how long workers are killed, from the first result on.
        every_s: seconds between two kills.
        chance: says which worker.
        sides_px: height and width of the photos.
    """
    make_noise(folder / "in", photos, sides_px)
    weights = batch_soak.small_networks(folder / "weights")
    alone, out = folder / "alone", folder / "out"
    if batch_soak.start(folder / "in", alone, weights).wait(_PATIENCE_S):
        return 0, ["the run in one process failed"]
    run = batch_soak.start(folder / "in", out, weights, "--cluster", "local:2")
    appeared: dict[str, set[int]] = {}
    watch = threading.Thread(target=_watch, args=(run, out, appeared), daemon=True)
    watch.start()
    batch_soak.wait_for(run, out, 1)
    kills = kill_workers(run, seconds, every_s, chance)
    code = run.wait(_PATIENCE_S)
    watch.join()
    return kills, [*faults_of(alone, out), *told_faults(code, out, photos, appeared)]


def kill_workers(run: subprocess.Popen[bytes], seconds: float, every_s: float, chance: random.Random) -> int:
    """Kill one worker of a run every ``every_s`` seconds while it lasts; how many."""
    started = time.monotonic()
    kills = 0
    while time.monotonic() < started + seconds and run.poll() is None:
        workers = worker_processes(run.pid)
        if workers:
            chance.choice(workers).kill()
            kills += 1
        time.sleep(every_s if workers else 0.1)
    print(f"{kills} workers killed in {time.monotonic() - started:.0f} s", flush=True)
    return kills


def worker_processes(parent: int) -> list[psutil.Process]:
    """The workers that a run has started, those among them that have not come up yet too."""
    try:
        children = psutil.Process(parent).children()
        return [child for child in children if "spawn_main" in " ".join(child.cmdline())]
    except psutil.NoSuchProcess:
        return []


def faults_of(alone: Path, out: Path) -> list[str]:
    """What differs between the results of one process and those of the cluster."""
    there, here = ({path.relative_to(top).as_posix() for path in top.rglob("*")} for top in (alone, out))
    faults = [f"{name} is missing" for name in sorted(there - here)]
    faults += [f"{name} was left behind" for name in sorted(here - there)]
    for name in sorted(name for name in there & here if name.endswith(".png")):
        if (alone / name).read_bytes() != (out / name).read_bytes():
            faults.append(f"{name} is another one than that of one process")
    return faults


def told_faults(code: int, out: Path, photos: int, appeared: dict[str, set[int]]) -> list[str]:
    """What the run itself says, and what was seen to appear more than once."""
    faults = [f"the command ended with {code}"] if code else []
    if (out / "report.json").exists():
        report = json.loads((out / "report.json").read_text("utf-8"))
        if (report["done"], report["failed"]) != (photos, 0):
            faults.append(f"{report['done']} are said to be done and {report['failed']} to have failed")
    return faults + [f"{name} was written {len(files)} times" for name, files in appeared.items() if len(files) > 1]


def _watch(run: subprocess.Popen[bytes], out: Path, appeared: dict[str, set[int]]) -> None:
    """Look again and again under which numbers the results' files lie."""
    while run.poll() is None:
        for name, inode in batch_soak.inodes(out).items() if out.is_dir() else ():
            appeared.setdefault(name, set()).add(inode)
        time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main())

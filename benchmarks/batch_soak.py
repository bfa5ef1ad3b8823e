"""Kill a batch again and again at moments that chance chooses, then let it end: ``make soak-batch``.

    python benchmarks/batch_soak.py [--kills N] [--photos N] [--seed N]

Each time ``desktop-unet batch upscale`` is killed with SIGKILL and given again. All results must be there and whole,
none made twice after it was whole, and no stray file among them; 1 where not.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from made_photos import SMALL_PX, make_noise  # noqa: E402
from PIL import Image  # noqa: E402

from desktop_unet.studio.batch.journal import NAME  # noqa: E402

LEFT_BY_A_RUN = {NAME, f"{NAME}-wal", "report.csv", "report.json"}
_PATIENCE_S = 600


def main() -> int:
    """Kill and count; print a line for each kill."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--photos", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        faults = soak(Path(folder), wanted.kills, wanted.photos, random.Random(wanted.seed))
    for fault in faults:
        print(fault)
    print(f"{wanted.kills} kills of runs of {wanted.photos} photos: {len(faults)} faults")
    return 1 if faults else 0


def soak(folder: Path, kills: int, photos: int, chance: random.Random) -> list[str]:
    """What went wrong in so many kills.

    Args:
        folder: empty.
        kills: how many.
        photos: in each run.
        chance: says when to kill: before how many results are there, and how long after that.
    """
    make_noise(folder / "in", photos)
    weights = small_networks(folder / "weights")
    faults = []
    for number in range(kills):
        out = folder / f"out-{number}"
        faults += [f"kill {number}: {fault}" for fault in kill_and_go_on(folder / "in", out, weights, photos, chance)]
    return faults


def small_networks(folder: Path) -> Path:
    """Networks that take no time to open."""
    from tests.engine.networks import save_product

    return save_product(folder)


def kill_and_go_on(photos: Path, out: Path, weights: Path, count: int, chance: random.Random) -> list[str]:
    """One kill, and the same command again; what is wrong with what came of it."""
    run = start(photos, out, weights)
    wait_for(run, out, chance.randrange(count))
    time.sleep(chance.random() * 0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    whole = inodes(out)
    faults = [f"{path} is no whole photo" for path in whole if not is_whole(out / path)]
    again = start(photos, out, weights)
    if again.wait(_PATIENCE_S):
        faults.append(f"the same command ended with {again.returncode}")
    now = inodes(out)
    faults += [f"{path} was made twice" for path, inode in whole.items() if now.get(path) != inode]
    faults += [f"{path} is no whole photo" for path in now if not is_whole(out / path)]
    if len(now) != count:
        faults.append(f"{len(now)} of {count} results are there")
    names = {path.name for path in out.rglob("*") if path.is_file() and path.suffix != ".png"}
    faults += [f"{name} was left behind" for name in names - (LEFT_BY_A_RUN - {f"{NAME}-wal"})]
    print(f"killed with {len(whole)} of {count} results, then {len(now)}; {len(faults)} faults", flush=True)
    return faults


def start(photos: Path, out: Path, weights: Path, *more: str) -> subprocess.Popen[bytes]:
    """The command, as a process of its own, with ``more`` options."""
    words = ("batch", "upscale", str(photos), str(out), "--scale", "2", "--strength", "0", "--threads", "1", "--quiet")
    environment = {**os.environ, "DESKTOP_UNET_WEIGHTS": str(weights), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-m", "desktop_unet", *words, *more], env=environment)


def wait_for(run: subprocess.Popen[bytes], out: Path, results: int) -> None:
    """Return when so many results are there, or the run has ended."""
    latest = time.monotonic() + _PATIENCE_S
    while run.poll() is None and time.monotonic() < latest and len(inodes(out)) < results:
        time.sleep(0.01)


def inodes(out: Path) -> dict[str, int]:
    """The results that are there; a file that is made anew has another inode, for the old one is held meanwhile."""
    return {path.relative_to(out).as_posix(): path.stat().st_ino for path in out.rglob("*.png")}


def is_whole(path: Path) -> bool:
    """Whether it is a photo of twice the size, to its last byte."""
    try:
        with Image.open(path) as photo:
            photo.load()
            return photo.size == (2 * SMALL_PX[1], 2 * SMALL_PX[0])
    except (OSError, SyntaxError):
        return False


if __name__ == "__main__":
    sys.exit(main())

"""Two hundred megapixels from file to file: enlarged twice by a small network, with the memory it took.

    python benchmarks/huge.py [--height H --width W] [--scale {1,2}] [--card NAME] [--gib N]

The network gives back its first guess, so that what is measured is the road and not the network; ``--card`` takes
another. The program may have so many GiB of addresses as ``--gib`` says, files that it maps included: what would
need more memory than such a machine has fails.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    """Write a photo, enlarge it by the command line, print what that says of itself."""
    from desktop_unet.imaging.codec import write_photo
    from desktop_unet.imaging.photo import Photo
    from tests.engine.networks import save_identity

    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("--height", 10_000), ("--width", 20_000), ("--scale", 2)):
        parser.add_argument(name, type=int, default=usual)
    parser.add_argument("--card", help="a network of the program in place of the first guess")
    parser.add_argument("--gib", type=int, default=16, help="addresses that the program may have")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        before, after = Path(folder, "before.png"), Path(folder, "after.png")
        rows = np.random.default_rng(0).integers(0, 256, (100, asked.width, 3)).astype(np.uint8)
        write_photo(Photo(np.tile(rows, (-(-asked.height // 100), 1, 1))[: asked.height]), before)
        card = asked.card or save_identity(Path(folder))
        words = ["upscale", before, after, "--scale", asked.scale, "--card", card, "--strength", "auto", "--json"]
        command = [sys.executable, "-m", "desktop_unet", *map(str, words)]
        limit = (asked.gib * 2**30,) * 2
        answer = subprocess.run(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit),
        )
        facts = json.loads(answer.stdout)
        extent = f"{facts['width']} x {facts['height']}"
        print(f"{asked.width} x {asked.height} to {extent}: {facts['seconds']:.0f} s, {facts['peak_rss_mib']:.0f} MiB")
        print(f"{facts['tiles']} tiles, {after.stat().st_size / 2**20:.0f} MiB written, {facts['notes']}")
        assert facts["height"] * facts["width"] == pixels_of(after)


def pixels_of(path: Path) -> int:
    """How many a file of ours has."""
    from desktop_unet.imaging.reading import read_carried

    return read_carried(path)[0].pixels


if __name__ == "__main__":
    main()

"""Print how well a photo's damage is guessed: true amounts against estimated ones, and false alarms.

    python scripts/measure_damage_estimate.py DATA [--photos 100]

Comes in: a folder with train/, val/ and bench/. Goes out: the tables of docs/log/damage-estimate.md. Photos are
reduced before they are damaged, so that nothing of their own JPEG and noise is left.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from desktop_unet.evaluation.pairs import find_photos, make_pair  # noqa: E402
from desktop_unet.imaging.codec import read_photo  # noqa: E402
from desktop_unet.imaging.damage import add_noise, compress, strength_of_noise, strength_of_quality  # noqa: E402
from desktop_unet.imaging.damage_estimate import DamageEstimate, estimate_damage  # noqa: E402
from desktop_unet.imaging.photo import Photo  # noqa: E402

Code = NDArray[np.uint8]
Spoil = Callable[[Code, Generator], Code]
SCALE = 2
NOISES = (2, 5, 10, 15, 25, 40)
QUALITIES = (95, 90, 75, 60, 40, 20, 10)
BOTH = ((5, 90), (15, 40), (25, 40), (25, 70), (30, 75), (40, 20))


def main() -> int:
    """Read the command line and print every table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with train/, val/ and bench/")
    parser.add_argument("--photos", type=int, default=100, help="of train/ and of val/, evenly chosen")
    choices = parser.parse_args()
    for folder in ("train", "val"):
        photos = list(_reduced(_evenly(find_photos(choices.data / folder), choices.photos), SCALE))
        print(f"\n{folder}: {len(photos)} photos, reduced x{SCALE}\n")
        _print_amounts([np.asarray(photo.pixels, np.uint8) for photo in photos])
    print("\nFalse alarms: clean photos with a strength above 0\n")
    _print_alarms(choices.data)
    return 0


def _evenly(files: Sequence[Path], count: int) -> list[Path]:
    return [files[int(place)] for place in np.linspace(0, len(files) - 1, min(count, len(files)))]


def _reduced(files: Iterable[Path], scale: int) -> Iterator[Photo]:
    return (make_pair(read_photo(path), scale)[0] for path in files)


# --- amounts -----------------------------------------------------------------------------


def _print_amounts(photos: Sequence[Code]) -> None:
    print("| damage | true strength | noise found | quality found | strength found | worst |")
    print("|---|---|---|---|---|---|")
    for name, true, spoil in _rows():
        found = [estimate_damage(Photo(spoil(photo, np.random.default_rng(n)))) for n, photo in enumerate(photos)]
        print(_row(name, true, found))


def _rows() -> Iterator[tuple[str, float, Spoil]]:
    yield "none", 0.0, lambda photo, rng: photo.copy()
    for noise in NOISES:
        for gray in (False, True):
            yield _noise_name(noise, gray), strength_of_noise(noise), partial(_spoil, noise, gray, None)
    for quality in QUALITIES:
        yield f"JPEG {quality}", strength_of_quality(quality), partial(_spoil, 0, False, quality)
    for noise, quality in BOTH:
        true = max(strength_of_noise(noise), strength_of_quality(quality))
        for gray in (False, True):
            yield f"{_noise_name(noise, gray)}, JPEG {quality}", true, partial(_spoil, noise, gray, quality)


def _noise_name(noise: float, gray: bool) -> str:
    return f"{'gray ' if gray else ''}noise {noise}"


def _spoil(noise: float, gray: bool, quality: int | None, photo: Code, rng: Generator) -> Code:
    """Noise, then JPEG cut off its grid by (3, 5) pixels."""
    noisy = add_noise(photo, noise, gray, rng) if noise else photo
    return noisy if quality is None else compress(noisy, quality)[3:, 5:].copy()


def _row(name: str, true: float, found: Sequence[DamageEstimate]) -> str:
    qualities = [each.quality for each in found if each.quality is not None]
    strengths = [each.strength for each in found]
    quality = f"{_mean(qualities)}, in {len(qualities)}" if qualities else "in none"
    worst = max(strengths, key=lambda strength: abs(strength - true))
    return (
        f"| {name} | {true:.2f} | {_mean([e.noise for e in found])} | {quality} | {_mean(strengths, 3)} | {worst:.2f} |"
    )


def _mean(values: Sequence[float], digits: int = 1) -> str:
    return f"{np.mean(values):.{digits}f} ± {np.std(values):.{digits}f}"


# --- false alarms ------------------------------------------------------------------------


def _print_alarms(data: Path) -> None:
    print("| photos | alarms | strongest |")
    print("|---|---|---|")
    low = sorted((data / "bench").glob("*/*/*_LR.png"))
    _print_alarm("bench, low resolution x2, x3, x4", map(read_photo, low))
    for folder in ("val", "train"):
        files = find_photos(data / folder)
        _print_alarm(f"{folder}, as they are", map(read_photo, files))
        for scale in (2, 3, 4):
            _print_alarm(f"{folder}, reduced x{scale}", _reduced(files, scale))


def _print_alarm(name: str, photos: Iterable[Photo]) -> None:
    strengths = [estimate_damage(photo).strength for photo in photos]
    print(f"| {name} | {sum(s > 0 for s in strengths)} of {len(strengths)} | {max(strengths):.2f} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""How our enlargements look beside those of RealSR, Real-ESRGAN, SPAN and bicubic, and how long each takes.

    .venv/bin/python benchmarks/looks.py --cards upscale-skip runs/sharp/upscale-sharp-skip.safetensors
    .venv/bin/python benchmarks/looks.py --every 4 --crop 256 --cards upscale-skip
    .venv/bin/python benchmarks/looks.py --keep ~/peers --cards upscale-skip upscale-sharp-skip

Every photo is reduced by 4, once clean and once with noise 10 and JPEG 60 besides, and enlarged by everybody in turn,
so that a busy machine is busy for all. PSNR, SSIM and lattice are on Y (4 px border for the first two), ST-LPIPS and
NIQE on the whole photo; lower is better in the last three. Our networks are told strength 0 for clean photos and
look for damage in the others. The first card is what the others are compared with.

The peers take seconds for each 64x64 of input: --keep FOLDER keeps their pictures, and a later run with the same
folder has them made again for the first --timed photos only, for their seconds. Needs the extra ``perceptual``;
peers come from wheels unpacked in the folder that DESKTOP_UNET_JUDGES names, and are left out where they are not.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from lines import table
from PIL import Image
from rich.console import Console

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.task import Choices, UpscaleRequest
from desktop_unet.errors import Mishap, TeacherMissing
from desktop_unet.evaluation.flaws import lattice_index
from desktop_unet.evaluation.niqe import niqe
from desktop_unet.evaluation.pairs import damage_photo, find_photos, make_pair, mean
from desktop_unet.evaluation.perceptual import load_judge
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.damage import Damage
from desktop_unet.imaging.metrics import psnr_y, ssim_y
from desktop_unet.imaging.photo import CodePixels, Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.resample import resize_code

REPOSITORY = Path(__file__).resolve().parent.parent
SCALE = 4
CONDITIONS: dict[str, Damage | None] = {"clean": None, "noise 10, JPEG 60": Damage(noise=10.0, quality=60)}
PEERS = ("span-x4", "realsr-x4", "real-esrgan-x4")
SLOWEST = "realsr-x4"
"""Whose seconds the others' are compared with."""

Enlarge = Callable[[Photo, bool], CodePixels]
"""The small photo, and whether it is damaged, to the large one's pixels."""


@dataclass(frozen=True)
class Entrant:
    """Somebody who enlarges: ``whose`` is ``ours``, ``theirs`` or empty; theirs are worth keeping."""

    name: str
    enlarge: Enlarge
    whose: str = ""


@dataclass(frozen=True)
class Look:
    """One photo enlarged by one entrant; ``seconds`` is None where a kept picture was taken."""

    who: str
    condition: str
    photo: str
    psnr: float
    ssim: float
    st_lpips: float
    niqe: float | None
    lattice: float | None
    seconds: float | None


def main() -> int:
    """Enlarge, judge, print; 1 where a judge, a card or the photos are missing."""
    given = _parse()
    prepare_environment()
    import torch

    torch.set_num_threads(given.threads)
    console = Console() if sys.stdout.isatty() else Console(width=160)
    try:
        load_judge()
        files = find_photos(given.folder)[:: given.every][: given.photos]
        everyone = list(entrants(given.cards, given.peers, given.threads, console))
        warm_up(everyone, files[0])
        looks = [look for number, file in enumerate(files) for look in looks_at(file, number, everyone, given)]
    except Mishap as mishap:
        print(f"error: {mishap}", file=sys.stderr)
        return 1
    show(looks, everyone, console)
    console.print(f"{len(files)} photos of {given.folder}, {given.threads} threads, load {os.getloadavg()[0]:.1f}")
    if given.json is not None:
        given.json.write_text(json.dumps([asdict(look) for look in looks], indent=1) + "\n", "utf-8")
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = Path(os.environ.get("DESKTOP_UNET_DATA") or REPOSITORY.parent / "shared" / "data")
    add = parser.add_argument
    add("--folder", type=Path, default=data / "val", help="photos to reduce and enlarge")
    add("--cards", nargs="+", default=["upscale-skip"], help="our networks, by name or file; the first is the measure")
    add("--peers", nargs="*", choices=PEERS, default=list(PEERS), help="networks of others")
    add("--every", type=int, default=1, help="take every n-th photo")
    add("--photos", type=int, help="at most so many (default: all)")
    add("--crop", type=int, help="only this many pixels of each photo's middle")
    add("--conditions", nargs="+", choices=list(CONDITIONS), default=list(CONDITIONS))
    add("--threads", type=int, default=2, help="of everybody")
    add("--keep", type=Path, metavar="FOLDER", help="for the peers' pictures")
    add("--timed", type=int, default=3, help="photos that peers make again although their pictures are kept")
    add("--json", type=Path, metavar="FILE", help="write the numbers of every photo to this file too")
    return parser.parse_args()


# --- who takes part --------------------------------------------------------------------


def entrants(cards: Sequence[str], peers: Sequence[str], threads: int, console: Console) -> Iterator[Entrant]:
    """Bicubic, ours, then those peers whose files are here; says who is not."""
    yield Entrant("bicubic", lambda low, damaged: resize_code(low.pixels, low.extent.scaled(SCALE)))
    stems = [Path(card).stem for card in cards]
    for card, stem in zip(cards, stems, strict=True):
        yield Entrant(stem if stems.count(stem) == 1 else card, ours(card, threads), "ours")
    for name in peers:
        try:
            yield Entrant(name, theirs(name), "theirs")
        except TeacherMissing as missing:
            console.print(f"{name} is left out: {missing}")


def ours(card: str, threads: int) -> Enlarge:
    """Through the program's own engine."""
    from desktop_unet.engine.restore import run

    choices = Choices(card=card, threads=threads)

    def enlarge(low: Photo, damaged: bool) -> CodePixels:
        return run(UpscaleRequest(low, SCALE, None if damaged else 0.0, choices)).photo.pixels

    return enlarge


def theirs(name: str) -> Enlarge:
    """In bfloat16, as ours are where the processor has it."""
    from desktop_unet.training.teachers import load_teacher

    teacher = load_teacher(name)
    return lambda low, damaged: teacher.enlarge(low.pixels)


def warm_up(everyone: Iterable[Entrant], file: Path) -> None:
    """A small piece of a photo by everybody, so that nobody's weights are read while seconds are counted."""
    low, _ = make_pair(middle(read_photo(file, whole=True), 32 * SCALE), SCALE)
    for one in everyone:
        one.enlarge(low, False)


# --- looking ---------------------------------------------------------------------------


def looks_at(file: Path, number: int, everyone: Iterable[Entrant], given: argparse.Namespace) -> Iterator[Look]:
    """Each condition of a photo, enlarged by everybody; noise goes by its name, so kept pictures stay right."""
    photo = middle(read_photo(file, whole=True), given.crop)
    clean, truth = make_pair(photo, SCALE)
    for condition in given.conditions:
        damage = CONDITIONS[condition]
        low = clean if damage is None else damage_photo(clean, damage, seed=crc32(file.stem.encode()))
        for one in everyone:
            name = f"{one.name}-{condition}-{file.stem}-{given.crop or 'whole'}.png".replace(" ", "")
            kept = given.keep / name if given.keep is not None and one.whose == "theirs" else None
            pixels, seconds = enlarged(one, low, damage is not None, kept, is_timed=number < given.timed)
            yield judged(one.name, condition, file.stem, pixels, truth, seconds)
    print(f"{number + 1}: {file.stem}", file=sys.stderr, flush=True)


def enlarged(
    one: Entrant, low: Photo, is_damaged: bool, kept: Path | None, is_timed: bool
) -> tuple[CodePixels, float | None]:
    """The picture, and its seconds where it was made now."""
    if kept is not None and kept.is_file() and not is_timed:
        return np.asarray(Image.open(kept)), None
    started = time.perf_counter()
    pixels = one.enlarge(low, is_damaged)
    seconds = time.perf_counter() - started
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(kept)
    return pixels, seconds


def judged(who: str, condition: str, name: str, pixels: CodePixels, truth: Photo, seconds: float | None) -> Look:
    """All that is measured of one picture."""
    unit, truth_HWC = code_to_unit(pixels), code_to_unit(truth.pixels)
    closeness = (psnr_y(unit, truth_HWC, SCALE), ssim_y(unit, truth_HWC, SCALE))
    distance = load_judge().distance(unit, truth_HWC)
    return Look(who, condition, name, *closeness, distance, niqe(unit), lattice_index(unit, SCALE), seconds)


def middle(photo: Photo, side_px: int | None) -> Photo:
    """The photo's middle square, or all of it."""
    if side_px is None:
        return photo
    top, left = (max(0, (length - side_px) // 2) for length in (photo.height, photo.width))
    return photo.with_pixels(photo.pixels[top : top + side_px, left : left + side_px].copy())


# --- showing ---------------------------------------------------------------------------


def show(looks: Sequence[Look], everyone: Sequence[Entrant], console: Console) -> None:
    """A table for each condition: means, then ratios to the first card, to Real-ESRGAN and to RealSR's seconds."""
    whose = {one.name: one.whose for one in everyone}
    first = next(one.name for one in everyone if one.whose == "ours")
    for condition in dict.fromkeys(look.condition for look in looks):
        here = {name: [look for look in looks if (look.who, look.condition) == (name, condition)] for name in whose}
        headings = ("who", "whose", "dB", "SSIM", "ST-LPIPS", "NIQE", "lattice", "s")
        ratios = (f"dB to {first}", "ST-LPIPS to it", "to Real-ESRGAN", "s of RealSR")
        rows = [(name, whose[name], *figures(own), *compared(own, here[first], here)) for name, own in here.items()]
        console.print(table(f"x{SCALE}, {condition}", (*headings, *ratios), rows))


def figures(own: Sequence[Look]) -> tuple[str, ...]:
    """Means over the photos; the median of the seconds."""
    seconds = [look.seconds for look in own if look.seconds is not None]
    return (
        f"{mean([look.psnr for look in own]):.2f}",
        f"{mean([look.ssim for look in own]):.4f}",
        f"{mean([look.st_lpips for look in own]):.4f}",
        f"{mean([look.niqe for look in own if look.niqe is not None]):.2f}",
        f"{mean([look.lattice for look in own if look.lattice is not None]):.4f}",
        f"{statistics.median(seconds):.3f}" if seconds else "",
    )


def compared(own: Sequence[Look], measure: Sequence[Look], here: dict[str, list[Look]]) -> tuple[str, ...]:
    """Difference in decibels and ratio of distances to the first card, ratios to peers where they are here."""
    esrgan, slowest = here.get("real-esrgan-x4"), here.get(SLOWEST)
    return (
        f"{mean([look.psnr for look in own]) - mean([look.psnr for look in measure]):+.2f}",
        ratio_of_distances(own, measure),
        ratio_of_distances(own, esrgan) if esrgan else "",
        ratio_of_seconds(own, slowest) if slowest else "",
    )


def ratio_of_distances(own: Sequence[Look], other: Sequence[Look]) -> str:
    """Mean ST-LPIPS over the other's."""
    return f"{mean([look.st_lpips for look in own]) / mean([look.st_lpips for look in other]):.3f}"


def ratio_of_seconds(own: Sequence[Look], other: Sequence[Look]) -> str:
    """The median over photos that both were timed on, as a fraction; on the same photo both were busy alike."""
    pairs = zip(own, other, strict=True)
    ratios = [there.seconds / here.seconds for here, there in pairs if here.seconds and there.seconds]
    return f"1/{statistics.median(ratios):.1f}" if ratios else ""


if __name__ == "__main__":
    sys.exit(main())

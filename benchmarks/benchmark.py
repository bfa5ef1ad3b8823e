"""Our networks beside others on the same photos, and how close they come to what the machine can do.

    make benchmark
    make benchmark ARGS="--scale 2 3 4 --photos-folder my-photos --onnx other.onnx:4 --ncnn net.param net.bin"
    make benchmark ARGS="--only roofline busy"

Sections: ``peers`` (each contestant in a process of its own: PSNR and SSIM on Y, ST-LPIPS where the extra
``perceptual`` is installed, seconds per megapixel of
a 1280x720 result, whole process and peak memory for a result of 4 megapixels), ``roofline`` (time of the
convolutions' operations at the measured matrix rate against the time taken), ``busy`` (the same
enlargement while every processor has another process to run). All in one run, with the same threads.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import busy
import roofline
from contest import Job
from contestants import OUR_CARDS, OUR_PRECISIONS, Contestant, contestants
from launching import REPOSITORY, Failed, enlarge_by_program, prepare_environment, run_job, run_python, time_whole
from lines import Line, Times, peers_table, table
from processes import make_photos
from rich.console import Console

from desktop_unet.errors import Mishap
from desktop_unet.evaluation.pairs import find_pairs
from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.resample import resize_code

RESULT_SIDE_PX = 2048
"""Side of the 4-megapixel result of the whole processes."""


@dataclass(frozen=True)
class Run:
    """One benchmark: what was asked for, a folder for files that come and go, a photo of 512x512, where to print."""

    given: argparse.Namespace
    folder: Path
    photo: Path
    console: Console

    @property
    def repeat(self) -> int:
        """Timed runs; the roofline and busy machines need at least one."""
        return max(1, int(self.given.repeat))

    @property
    def card(self) -> str:
        """The network that is timed alone: the first."""
        return str(self.given.cards[0]) if self.given.cards else OUR_CARDS[0]

    def program(self, card: str, precision: str, scale: int, photo: Path) -> float | None:
        """The program itself, once; its peak memory."""
        output = self.folder / "large.png"
        return enlarge_by_program(card, precision, scale, photo, output, self.given.threads, self.given.limit)


def main() -> int:
    """Measure and print what was asked for; 1 where a folder that was named has no photos."""
    given = _parse()
    try:
        for folder in given.photos_folder:
            find_pairs(folder, given.scale[0])
    except Mishap as mishap:
        print(f"error: {mishap}", file=sys.stderr)
        return 1
    prepare_environment(given.threads)
    console = Console() if sys.stdout.isatty() else Console(width=160)
    facts: dict[str, Any] = {"threads": given.threads, "processors": os.cpu_count()}
    with tempfile.TemporaryDirectory() as name:
        photo, _ = make_photos(given.data, Path(name))
        run = Run(given, Path(name), photo, console)
        for section in given.only or SECTIONS:
            facts[section] = SECTIONS[section](run)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    console.print(
        f"{given.threads} threads, {os.cpu_count()} processors, load average of the last minute {load:.1f}; "
        "timings hold for a quiet machine."
    )
    if given.json is not None:
        given.json.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = os.environ.get("DESKTOP_UNET_DATA") or REPOSITORY.parent / "shared" / "data"
    add = parser.add_argument
    add("--only", nargs="+", choices=list(SECTIONS), help="sections to measure (default: all)")
    add("--scale", nargs="+", type=int, choices=(2, 3, 4), default=[4], help="factors of the peers' table")
    add("--data", type=Path, default=Path(data), help="folder with bench/, each of whose folders is scored on")
    add("--photos-folder", type=Path, nargs="+", default=[], help="score on these photos, or pairs, instead")
    add("--cards", nargs="*", default=list(OUR_CARDS), help="our networks, by name or file; the first is timed alone")
    add("--onnx", nargs="+", default=[], metavar="FILE[:SCALE]", help="ONNX models, RGB or Y")
    add("--ncnn", nargs=2, action="append", default=[], metavar=("PARAM", "BIN"), help="an ncnn model; may be repeated")
    add("--dnn-superres", nargs="+", default=[], metavar="FILE", help="models of OpenCV's dnn_superres, EDSR_x4.pb")
    add("--threads", type=int, default=2, help="of every contestant")
    add("--repeat", type=int, default=3, help="runs of each timing; the median counts; 0 leaves the peers' times out")
    add("--settle", type=float, default=busy.SETTLE_SECONDS, help="seconds to wait before a busy machine is measured")
    add("--limit", type=float, default=900.0, help="seconds after which a process is given up")
    add("--json", type=Path, metavar="FILE", help="write all numbers to this file too")
    return parser.parse_args()


# --- peers -----------------------------------------------------------------------------


def measure_peers(run: Run) -> list[dict[str, Any]]:
    """A table for each scale; its lines."""
    given = run.given
    folders, remark = photo_folders(given.data, given.photos_folder)
    if remark:
        run.console.print(remark)
    everyone = list(contestants(given.cards, given.onnx, given.ncnn, given.dnn_superres))
    lines: list[Line] = []
    for scale in given.scale:
        small = _reduce(run.photo, RESULT_SIDE_PX // scale, run.folder)
        found = [measure(run, one, scale, small, folders) for one in everyone if one.scale in (None, scale)]
        run.console.print(peers_table(f"Enlarging x{scale}: dB/SSIM/ST-LPIPS", [each.name for each in folders], found))
        lines += found
    return [asdict(line) for line in lines]


def photo_folders(data: Path, chosen: Iterable[Path]) -> tuple[list[Path], str]:
    """Folders to score on, and a sentence where there are none.

    Args:
        data: has a folder ``bench/`` of folders.
        chosen: what the user named; taken instead.
    """
    if named := list(chosen):
        return named, ""
    bench = data / "bench"
    found = sorted(path for path in bench.iterdir() if path.is_dir()) if bench.is_dir() else []
    return found, "" if found else f"No photos to score on at {bench}: name a folder with --photos-folder."


def measure(run: Run, one: Contestant, scale: int, small: Path, folders: list[Path]) -> Line:
    """A contestant's line: scores and speed in one process, the whole way from file to file in others.

    Args:
        run: the benchmark.
        one: the contestant.
        scale: factor.
        small: photo that becomes 4 megapixels.
        folders: photos to score on.
    """
    given = run.given
    names = tuple(str(each.resolve()) for each in folders)
    job = Job(one, scale, given.threads, "measure", str(run.folder / "answer.json"), names, given.repeat)
    try:
        answer = run_job(job, run.folder, given.limit)
        if answer.missing:
            return Line(one.name, scale, one.precision, note=answer.missing)
        whole, peak = _whole_process(run, one, scale, small) if given.repeat else ((), None)
    except Failed as failure:
        return Line(one.name, scale, one.precision, note=str(failure))
    return Line(one.name, scale, answer.precision, answer.scores, answer.seconds_per_megapixel, whole, peak)


def _whole_process(run: Run, one: Contestant, scale: int, small: Path) -> tuple[Times, float | None]:
    """Seconds and memory of the processes that make 4 megapixels; ours are the program itself."""
    if one.kind == "ours":
        return time_whole(partial(run.program, one.source, one.precision, scale, small), run.repeat)
    files = (str(small), str(run.folder / "large.png"))
    job = Job(one, scale, run.given.threads, "enlarge", str(run.folder / "answer.json"), (), 0, *files)
    return time_whole(lambda: run_job(job, run.folder, run.given.limit).peak_mib, run.repeat)


def _reduce(photo: Path, side: int, folder: Path) -> Path:
    """The photo at ``side`` x ``side``."""
    pixels = resize_code(read_photo(photo).pixels, Extent(side, side))
    return write_photo(Photo(pixels), folder / f"reduced-{side}.png").path


# --- roofline and busy -----------------------------------------------------------------


def measure_rooflines(run: Run) -> list[dict[str, Any]]:
    """A table of both precisions; its numbers."""
    rows: list[tuple[str, ...]] = []
    facts = []
    for precision in OUR_PRECISIONS:
        try:
            found = _roofline(run, precision)
            whole, _ = time_whole(partial(run.program, run.card, precision, roofline.SCALE, run.photo), run.repeat)
        except Failed as failure:
            run.console.print(f"{precision}: {failure}")
            continue
        rows += roofline.rows(found, whole)
        megapixels = read_photo(run.photo).extent.scaled(roofline.SCALE).pixels / 1e6
        run.console.print(roofline.sentence(found, megapixels))
        facts.append(asdict(found) | {"whole_seconds": whole, "ideal_seconds": found.ideal_seconds})
    headings = ("precision", "what is timed", "operations alone", "measured", "ratio")
    run.console.print(table(f"Roofline: 512x512 x{roofline.SCALE}, {run.card}", headings, rows))
    return facts


def _roofline(run: Run, precision: str) -> roofline.Roofline:
    answer = run.folder / "roofline.json"
    words = [str(Path(roofline.__file__)), str(answer), str(run.photo), str(run.folder / "large.png")]
    words += ["--card", run.card, "--precision", precision]
    words += ["--threads", str(run.given.threads), "--repeat", str(run.repeat)]
    run_python(words, run.given.limit)
    return roofline.Roofline.from_json(answer.read_text("utf-8"))


def measure_busy(run: Run) -> dict[str, Times]:
    """A table of the program quiet, just when others begin, and once they have run for a while; its numbers."""

    def seconds() -> Times:
        return time_whole(partial(run.program, run.card, "auto", roofline.SCALE, run.photo), run.repeat)[0]

    try:
        quiet = seconds()
        with busy.busy_processors(run.given.settle + 2 * run.repeat * run.given.limit):
            sudden = seconds()
            busy.settle(run.given.settle)
            lasting = seconds()
    except Failed as failure:
        run.console.print(f"busy: {failure}")
        return {}
    headings = ("the machine", f"512x512 x{roofline.SCALE}", "times quiet", "goal", "")
    run.console.print(table("Beside others: the whole process", headings, busy.rows(quiet, sudden, lasting)))
    return {"quiet_seconds": quiet, "sudden_seconds": sudden, "busy_seconds": lasting}


SECTIONS: dict[str, Callable[[Run], Any]] = {
    "peers": measure_peers,
    "roofline": measure_rooflines,
    "busy": measure_busy,
}

if __name__ == "__main__":
    sys.exit(main())

"""``make package``: the packed folder, what is shipped of it, and the sums.

    python -m shipping.make            everything, as for a release
    python -m shipping.make --quick    packed loosely: for trying and for CI
    python -m shipping.make --folder   the folder alone
    python -m shipping.make --twice    the folder twice; an error where the two differ

Comes in: the source tree. Goes out: ``dist/``. Linux; what Windows and macOS do afterwards is in
shipping/windows and shipping/macos.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from shipping import sizes
from shipping.archives import Compressor, make_self_extracting, make_tar
from shipping.build import BILL, NAME, NOTICES, build_folder, check_folder, source_epoch
from shipping.contents import COMPRESSED_GOAL_MB, REPOSITORY
from shipping.debian import make_deb
from shipping.notices import TextMissing
from shipping.origins import OriginUnknown
from shipping.selection import flavour, version
from shipping.sizes import Size, TooLarge
from shipping.twice import tell

Done = TypeVar("Done")
DIST, WORK = REPOSITORY / "dist", REPOSITORY / "build" / "package"


@dataclass(frozen=True)
class Tightness:
    """How hard the compressors try: tight takes minutes, loose seconds.

    Args:
        whole: for the .tar and the .deb.
        run: the same in makeself's words.
    """

    whole: Compressor
    run: tuple[str, ...]


# Most of the package is machine code: xz rewrites the addresses in it before it looks for likenesses (--x86), which in
# machine code begin anywhere (pb=0). The networks' numbers are of two bytes each (lp=1). One thread, so that all of it
# is one block, in which likenesses are found as far apart as the dictionary is large; unpacking takes as much memory.
_FILTERS = "--x86 --lzma2=preset=9,lc=3,lp=1,pb=0,dict=128MiB"
TIGHT = Tightness(
    whole=Compressor(".xz", f"xz -T1 {_FILTERS}"),
    # makeself hands the level to xz as it stands, so that filters can follow it.
    run=("--xz", "--complevel", f"9 {_FILTERS}", "--threads", "1"),
)
LOOSE = Tightness(whole=Compressor(".zst", "zstd -q -T2 -3"), run=("--gzip", "--complevel", "1"))


def main() -> int:
    """Make what was asked for; 1 where it cannot be made, with one line that says why."""
    given = _parse()
    try:
        folder = _step("pack the program", lambda: build_folder(DIST, WORK, source_epoch()))
        if given.twice:
            return _build_again(folder)
        _step("self-check of the packed program", lambda: check_folder(folder))
        _tell_sizes(folder)
        if not given.folder:
            _ship(folder, LOOSE if given.quick else TIGHT)
    except (TooLarge, TextMissing, OriginUnknown) as mistake:
        print(f"error: {mistake}", file=sys.stderr)
        return 1
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="compress loosely; the limit of size is not checked then")
    parser.add_argument("--folder", action="store_true", help="make the folder alone, no archives")
    parser.add_argument("--twice", action="store_true", help="make the folder twice and compare, no archives")
    return parser.parse_args()


def _step(name: str, work: Callable[[], Done]) -> Done:
    started = time.monotonic()
    print(f"* {name}", flush=True)
    done = work()
    print(f"  {time.monotonic() - started:.0f} s", flush=True)
    return done


def _build_again(folder: Path) -> int:
    """Pack once more, elsewhere, and compare; 1 where something differs."""
    work = WORK / "again"
    other = _step("pack the program again", lambda: build_folder(work / "dist", work, source_epoch()))
    found = tell(folder, other)
    shutil.rmtree(work)
    return int(found > 0)


def _tell_sizes(folder: Path) -> None:
    """Print and keep what takes the space.

    Raises:
        TooLarge: the CPU build is over its limit.
    """
    total = Size("all", sizes.folder_size(folder))
    lines = [str(size) for size in [*sizes.list_sizes(folder), total]]
    print("\n".join(lines))
    (DIST / "SIZES.txt").write_text("\n".join(lines) + "\n", "utf-8")
    if flavour() == "cpu":
        sizes.check_unpacked(folder)


def _ship(folder: Path, tightness: Tightness) -> None:
    """Archives, package, bill of materials, notices and sums, in ``dist/``."""
    epoch, number = source_epoch(), version()
    stem = f"{NAME}-{number}-linux-{platform.machine()}" + ("" if flavour() == "cpu" else f"-{flavour()}")
    tar, run, deb = (
        DIST / f"{stem}.tar{tightness.whole.suffix}",
        DIST / f"{stem}.run",
        DIST / f"{NAME}_{number}_amd64.deb",
    )
    layout = WORK / "deb"
    for older in DIST.glob(f"{NAME}[-_]*"):
        older.unlink()
    shutil.rmtree(layout, ignore_errors=True)
    _step(tar.name, lambda: make_tar(folder, tar, epoch, tightness.whole))
    _step(run.name, lambda: make_self_extracting(folder, run, number, epoch, tightness.run))
    _step(deb.name, lambda: make_deb(folder, deb, number, epoch, layout, tightness.whole))
    shutil.rmtree(layout)
    texts = [shutil.copy2(folder / name, DIST / f"{stem}.{suffix}") for name, suffix in TEXTS]
    _write_sums([tar, run, deb, *map(Path, texts)])
    for file in (tar, run, deb):
        over = tightness is TIGHT and flavour() == "cpu" and sizes.is_over_goal(file)
        print(Size(file.name, file.stat().st_size), f"(over the goal of {COMPRESSED_GOAL_MB} MB)" if over else "")


TEXTS = ((BILL, "cdx.json"), (NOTICES, "notices.txt"))


def _write_sums(files: list[Path]) -> None:
    rows = []
    for path in sorted(files):
        with path.open("rb") as file:
            rows.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}")
    (DIST / "SHA256SUMS").write_text("\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""Files made by chance against every reader: ``make fuzz`` runs ten minutes.

    python benchmarks/fuzz.py [--seconds N] [--target NAME]

With atheris (Linux) new files are bred from those that reach new lines of our readers and of Pillow's;
without it, they are the seeds with some bytes changed. A finding is a crash, an error that is no
``Mishap``, more than 10 s of processor time, a wait of 200 s, or more than 2 GiB; its file is named, and
belongs into ``tests/fuzzing/found/``.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HANG_S, STUCK_S, RSS_MIB = 10, 200, 2048
"""Processor time, so that a machine that is busy or paused finds no hangs; and time to wait, for what sleeps."""
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Fuzz each target in a process of its own; 1 where one found something."""
    asked = parsed()
    if asked.child:
        return fuzz_with_atheris(asked.target, asked.child, asked.seconds) if has_atheris() else fuzz(asked)
    sys.path.insert(0, str(ROOT))
    from tests.fuzzing.targets import TARGETS

    names = [asked.target] if asked.target else list(TARGETS)
    # Half of the time for photos, which are decoded by most code.
    shares = {name: asked.seconds * (0.5 if name == "photo" else 0.5 / (len(TARGETS) - 1)) for name in names}
    findings = asked.folder / "findings"
    ends = [run_target(name, asked.seconds if asked.target else shares[name], findings) for name in names]
    return int(any(ends))


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600, help="for all targets together")
    parser.add_argument("--target", help="only this one")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "fuzz", help="where findings are kept")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def has_atheris() -> bool:
    return importlib.util.find_spec("atheris") is not None


def run_target(name: str, seconds: float, findings: Path) -> int:
    """One target in a process that may crash; prints a line."""
    folder = findings / name
    folder.mkdir(parents=True, exist_ok=True)
    before = set(folder.iterdir())
    words = [sys.executable, __file__, "--target", name, "--seconds", str(seconds), "--child", str(folder)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    started = time.monotonic()
    answer = subprocess.run(
        words, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    found = sorted(set(folder.iterdir()) - before)
    print(f"{name}: {facts(answer.stdout)} in {time.monotonic() - started:.0f} s, {len(found)} findings", flush=True)
    for path in found:
        print(f"  {path}")
    if answer.returncode:
        print(answer.stdout[-3000:])
    return answer.returncode or len(found)


def facts(output: str) -> str:
    """Runs and peak memory, from the last lines of a child."""
    wanted = ("Done ", "stat::number_of_executed_units", "stat::peak_rss_mb", "stat::slowest_unit_time_sec")
    lines = [line.strip() for line in output.splitlines() if line.startswith(wanted)]
    return "; ".join(" ".join(line.replace("stat::", "").split()) for line in lines) or "no figures"


def fuzz_with_atheris(name: str, findings: Path, seconds: float) -> int:
    """Breed files with atheris; it watches waits and memory, and ends the process at the first finding."""
    import atheris

    with atheris.instrument_imports(include=["desktop_unet", "PIL"]):
        from tests.fuzzing.targets import TARGETS, try_one
    target = TARGETS[name]
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder, "seeds")
        seeds.mkdir()
        for number, content in enumerate(target.seeds()):
            (seeds / f"{number}").write_bytes(content)
        flags = [
            f"-max_total_time={int(seconds)}",
            f"-timeout={STUCK_S}",
            f"-report_slow_units={STUCK_S}",
            f"-rss_limit_mb={RSS_MIB}",
            "-max_len=20000",
        ]
        words = [sys.argv[0], *flags, f"-artifact_prefix={findings}/", "-print_final_stats=1", str(seeds)]

        def one(content: bytes) -> None:
            timed(lambda: try_one(target, content, Path(folder)))

        atheris.Setup(words, one)
        atheris.Fuzz()
    return 0


def timed(deed: Callable[[], object]) -> float:
    """Processor seconds that it took; too many are a finding."""
    started = time.process_time()
    deed()
    taken = time.process_time() - started
    assert taken < HANG_S, f"{taken:.1f} s"
    return taken


def fuzz(asked: argparse.Namespace) -> int:
    """Change seeds by chance; the file under trial is kept, so that it is there after a crash."""
    from tests.fuzzing.targets import TARGETS, mutated, try_one

    target, chance = TARGETS[asked.target], random.Random()
    seeds, until, slowest, count = target.seeds(), time.monotonic() + asked.seconds, 0.0, 0
    trial = asked.child / f"{time.time_ns()}"
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < until:
            content = mutated(chance.choice(seeds), chance)
            trial.write_bytes(content)
            slowest = max(slowest, timed(lambda content=content: try_one(target, content, Path(folder))))
            count += 1
            peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            assert peak_mib < RSS_MIB, f"{peak_mib:.0f} MiB"
    trial.unlink()
    print(f"Done {count} runs\nstat::peak_rss_mb: {peak_mib:.0f}\nstat::slowest_unit_time_sec: {slowest:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

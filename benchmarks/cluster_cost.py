"""What a cluster costs beside the photos: processor time a photo of the scheduler and of the process that asks.

    python benchmarks/cluster_cost.py [--photos N] [--side PX] [--workers N] [--transfer]

A scheduler and workers as processes of their own turn small photos into negatives, which needs no network. Prints one
JSON object: processor milliseconds a photo, which hardly depend on what else the machine does, and photos a second by
the clock, which do.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402
from made_photos import make_smooth  # noqa: E402

from desktop_unet.studio.batch.cluster.address import parse_cluster  # noqa: E402
from desktop_unet.studio.batch.cluster.dispatch import Cluster, ClusterRun  # noqa: E402
from desktop_unet.studio.batch.jobs import digest_of  # noqa: E402
from desktop_unet.studio.batch.plan import Existing, sort_out  # noqa: E402
from desktop_unet.studio.batch.recording import Books  # noqa: E402
from desktop_unet.studio.batch.results import Writing  # noqa: E402
from tests.dask_processes import Scheduler, running_scheduler  # noqa: E402
from tests.studio.batch.jobs import Invert, opened, planned  # noqa: E402


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=2000)
    parser.add_argument("--side", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--transfer", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_smooth(folder / "in", wanted.photos, wanted.side)
        with running_scheduler(folder / "scheduler") as scheduler:
            for number in range(wanted.workers):
                scheduler.add_worker(f"worker-{number}")
            print(json.dumps(measure(folder, scheduler, wanted), indent=2))
    return 0


def measure(folder: Path, scheduler: Scheduler, wanted: argparse.Namespace) -> dict[str, float | int | bool]:
    """One run over all photos."""
    run_once(folder / "in", folder / "first", scheduler, wanted, limit=20)
    watched = {
        "scheduler": psutil.Process(scheduler.process.pid),
        "asking": psutil.Process(),
        "workers": [psutil.Process(worker.pid) for worker in scheduler.workers],
    }
    before, started = seconds_of(watched), time.monotonic()
    run_once(folder / "in", folder / "out", scheduler, wanted)
    seconds, after = time.monotonic() - started, seconds_of(watched)
    each = {f"{name}_cpu_ms": round(1000 * (after[name] - before[name]) / wanted.photos, 2) for name in watched}
    memory = round(watched["scheduler"].memory_info().rss / 2**20, 1)
    facts = {"photos": wanted.photos, "workers": wanted.workers, "transfer": wanted.transfer}
    return facts | each | {"photos_per_second": round(wanted.photos / seconds, 1), "scheduler_mib": memory}


def run_once(
    photos: Path, out: Path, scheduler: Scheduler, wanted: argparse.Namespace, limit: int | None = None
) -> None:
    """Make the first ``limit`` photos, or all."""
    job = Invert()
    with opened(out) as journal:
        digest = digest_of(job)
        items = tuple(sort_out(planned(photos, out), journal, Existing.skip, digest))[:limit]
        cluster = Cluster(parse_cluster(scheduler.address), wanted.transfer)
        tally = ClusterRun(Books(job, Writing(out), journal, digest), cluster=cluster)(items)
    if tally.done != len(items):
        raise SystemExit(f"{tally.done} of {len(items)} photos were made")


def seconds_of(watched: dict[str, object]) -> dict[str, float]:
    """Processor seconds that each has used so far."""
    return {name: sum(map(_seconds, each if isinstance(each, list) else [each])) for name, each in watched.items()}


def _seconds(process: psutil.Process) -> float:
    spent = process.cpu_times()
    return spent.user + spent.system


if __name__ == "__main__":
    sys.exit(main())

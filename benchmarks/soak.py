"""Three hundred times open, restore, undo, close in one process: ``make soak``.

    python benchmarks/soak.py [--cycles N]

Each cycle is a window of its own with the real engine and the real decoder process. After the first
50 cycles memory may grow by 20 MiB at most, and handles and threads must stay as many; 1 where not.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402

WARM_UP, GROWTH_MIB, PATIENCE_S = 50, 20, 300


def main() -> int:
    """Run the cycles; print what the process holds now and then; 1 where it holds ever more."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cycles", type=int, default=300)
    cycles = parser.parse_args().cycles
    from desktop_unet.engine.device_env import prepare_environment

    prepare_environment()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DESKTOP_UNET_WEIGHTS"] = str(small_networks(Path(folder)))
        for name in ("CONFIG", "CACHE", "DATA", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = folder
        photo = write_photo_file(Path(folder))
        return soak(cycles, lambda: one_cycle(photo))


def small_networks(folder: Path) -> Path:
    """The four product networks, small and untrained."""
    from tests.engine.networks import save_product

    return save_product(folder / "weights")


def write_photo_file(folder: Path) -> Path:
    """A photo of 300 x 421."""
    from desktop_unet.imaging.codec import write_photo
    from tests.engine.networks import photo

    path = folder / "photo.png"
    write_photo(photo(300, 421), path)
    return path


def soak(cycles: int, cycle: Callable[[], None]) -> int:
    """Repeat ``cycle`` and compare what the process holds with what it held after the warm-up."""
    process, held = psutil.Process(), []
    for number in range(1, cycles + 1):
        cycle()
        gc.collect()
        facts = (process.memory_info().rss / 2**20, process.num_fds(), process.num_threads())
        held.append(facts)
        if number in (1, 10, WARM_UP) or number % 50 == 0:
            print(f"cycle {number}: {facts[0]:.1f} MiB, {facts[1]} handles, {facts[2]} threads", flush=True)
    before, after = held[min(WARM_UP, cycles) - 1], held[-1]
    growth, handles, threads = (now - then for now, then in zip(after, before, strict=True))
    print(f"growth after {WARM_UP} cycles: {growth:.1f} MiB, {handles} handles, {threads} threads")
    return int(growth > GROWTH_MIB or (handles, threads) != (0, 0))


def one_cycle(path: Path) -> None:
    """A window: open a photo, paint and fill, enlarge, undo both, close."""
    from desktop_unet.settings import Settings
    from desktop_unet.ui.app import make_app
    from desktop_unet.ui.session.session import Session
    from desktop_unet.ui.window.window import Window

    app = make_app()
    window = Window(Session(Settings(brush_size_px=12)))
    session = window.session
    window.show()
    session.network_files.list_installed()
    session.opener.open(path)
    wait(app, lambda: session.document is not None and not session.is_busy)
    session.masking.take_tool("brush")
    session.masking.begin_stroke((100.0, 80.0), erase=False)
    session.masking.extend_stroke((140.0, 90.0))
    session.masking.end_stroke()
    for options in ({"task": "inpaint"}, {"task": "upscale", "scale": 2}):
        results = len(session.document.results)
        session.set_options(**options)
        session.restorer.start()
        wait(app, lambda: not session.is_busy)
        assert len(session.document.results) == results + 1
    for _ in range(2):
        session.undo()
    assert not session.document.results
    window._may_close = True
    window.close()
    assert session.close()
    window.deleteLater()
    app.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    app.processEvents()


def wait(app, happens: Callable[[], bool]) -> None:
    """Let the window work until something has happened."""
    until = time.monotonic() + PATIENCE_S
    while not happens():
        app.processEvents()
        time.sleep(0.001)
        assert time.monotonic() < until


if __name__ == "__main__":
    sys.exit(main())

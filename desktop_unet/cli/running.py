"""What verbs that compute share: checks that need no torch, then torch, then the engine under a progress bar, and what
came of it."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from desktop_unet.cli import INTERRUPTED
from desktop_unet.cli.console import peak_rss_mib, print_json, progress_bar, say
from desktop_unet.cli.options import How, Telling
from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.network_kinds import find_chosen
from desktop_unet.engine.task import Choices, Request, Result
from desktop_unet.engine.task_table import TaskRow
from desktop_unet.imaging.codec import Written, check_target, read_extent, read_photo, write_photo
from desktop_unet.imaging.mask import write_mask
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import unit_to_code
from desktop_unet.models.descriptor import Look


def check_card(choices: Choices, row: TaskRow[Any], look: Look = "natural") -> None:
    """Find the network that a task will ask for, before anything slow begins.

    Raises:
        CardUnknown, LookMissing, WeightsDamaged, NetworkUnusable: it is not to be had.
    """
    if row.cards is not None:
        find_chosen(choices, row.family, look)


def read_input(
    input_file: Path,
    output: Path,
    row: TaskRow[Any],
    how: How,
    choices: Choices,
    *,
    page: int = 1,
    times: int = 1,
    look: Look = "natural",
) -> Photo:
    """The photo, once it is certain that there is a network for the task and that the result can be written.

    Args:
        input_file: holds the photo.
        output: where the result is to be written.
        row: the task.
        how: what was said of the output.
        choices: which network.
        page: which picture of the file, from 1.
        times: how many times larger the result will be.
        look: that the network must have.

    Raises:
        Mishap: as ``read_extent``, ``check_target``, ``check_card`` and ``read_photo``, in this order.
    """
    extent = read_extent(input_file, page=page).scaled(times)
    check_target(output, extent, overwrite=how.overwrite, original=input_file, lossless=how.lossless)
    check_card(choices, row, look)
    return read_photo(input_file, page=page)


def load_torch() -> None:
    """Prepare the process and import torch, before anything is written or drawn.

    Ctrl-C meanwhile ends the process at once: an exception in the middle of torch's own start
    would cross its C++ code and abort.
    """
    prepare_environment()
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        import torch

        return
    before = signal.signal(signal.SIGINT, _leave)
    try:
        import torch  # noqa: F401
    finally:
        signal.signal(signal.SIGINT, before)


def _leave(number: int, frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)


def run_request(request: Request, *, shown: bool) -> Result:
    """The engine's answer, with a progress bar while it works."""
    load_torch()
    from desktop_unet.engine.restore import run

    with progress_bar(shown=shown) as report:
        return run(request, report)


def write_result(result: Result, output: Path, how: How, started: float, **more: float) -> None:
    """Write the photo that was made, or how sure a task is of what it found: from black to white; then tell of it."""
    if result.found_HW is None:
        written = write_photo(result.photo, output, **how.wishes)
    else:
        written = write_mask(unit_to_code(result.found_HW, np.uint8), output, overwrite=how.overwrite)
    tell_result(result, written, time.monotonic() - started, how, **more)


def tell_result(result: Result, written: Written, seconds: float, telling: Telling, **more: float) -> None:
    """What was made and how, one object (with ``more`` of the verb's own), or a line and the notes."""
    notes = tuple(dict.fromkeys(result.photo.notes + result.notes + written.notes))
    if telling.json:
        print_json(
            {
                **written_facts(written, seconds),
                "device": result.device,
                "precision": result.precision,
                "tiles": result.tiles,
                "card": result.card,
                **more,
                "notes": notes,
            }
        )
    elif not telling.quiet:
        size = f"{written.extent.width} × {written.extent.height} pixels"
        say(f"{written.path}: {size}, {result.card} on {result.device} in {result.precision}, {seconds:.1f} s")
        for note in notes:
            say(f"note: {note}")


def written_facts(written: Written, seconds: float) -> dict[str, object]:
    """With what each JSON object begins that tells of a file that was made."""
    return {
        "output": written.path,
        "height": written.extent.height,
        "width": written.extent.width,
        "seconds": round(seconds, 3),
        "peak_rss_mib": peak_rss_mib(),
    }

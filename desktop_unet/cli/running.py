"""What verbs that compute share: checks that need no torch, then torch, then the engine under a progress bar."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType
from typing import Literal

from desktop_unet.cli import INTERRUPTED
from desktop_unet.cli.console import progress_bar
from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.task import Choices, Request, Result
from desktop_unet.models.card import find_card


def check_card(choices: Choices, task: Literal["upscale", "inpaint"]) -> None:
    """Find the card that will be asked for, before anything slow begins.

    Raises:
        CardUnknown, WeightsDamaged: it is not to be had.
    """
    find_card(choices.card_for(task))


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

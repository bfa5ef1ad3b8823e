"""What verbs that compute share: checks that need no torch, then the engine under a progress bar."""

from __future__ import annotations

from desktop_unet.cli.console import progress_bar
from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.task import Choices, Request, Result
from desktop_unet.models.card import find_card
from desktop_unet.models.config import Task


def check_card(choices: Choices, task: Task) -> None:
    """Find the card that will be asked for, before anything slow begins.

    Raises:
        CardUnknown, WeightsDamaged: it is not to be had.
    """
    find_card(choices.card if choices.card is not None else f"{task}-{choices.variant}")


def run_request(request: Request, *, shown: bool) -> Result:
    """The engine's answer, with a progress bar while it works."""
    with progress_bar(shown=shown) as report:
        prepare_environment()
        from desktop_unet.engine.restore import run

        return run(request, report)

"""The command line's door.

Comes in: arguments that begin with a verb or an option. Goes out: an exit code. Next on the
road: ``app.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

VERBS: Mapping[str, str] = {
    "restore": "restoration",
    "upscale": "restore",
    "inpaint": "restore",
    "find-damage": "find_damage",
    "batch": "batch",
    "compare": "compare",
    "challenge": "challenge",
    "lab": "lab",
    "evaluate": "evaluate",
    "train": "train",
    "weights": "weights",
    "self-check": "self_check",
}
"""Every verb and the module of this package that it stands in; loaded when the verb is named."""


def is_verb(word: str) -> bool:
    """Whether the command line knows a verb of this name; tasks may have come that are not among ``VERBS``."""
    if word in VERBS:
        return True
    from desktop_unet.engine.task_table import TASKS

    return word in TASKS


DONE, FAILED, WRONG_USAGE, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes that scripts depend on."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a verb.

    Args:
        argv: arguments without the program's name; None takes the process's own.

    Returns:
        0 done, 1 failed, 2 wrong usage, 3 some photos of a batch failed, 130 interrupted.
    """
    try:
        from desktop_unet.cli.app import run_command

        return run_command(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        return INTERRUPTED

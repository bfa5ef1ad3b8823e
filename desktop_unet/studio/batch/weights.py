"""Which network files a job may ask for, and what tells them from others of the same name; without torch.

Comes in: choices and the tasks of a job. Goes out: files and their SHA-256, for the settings' digest and for comparing
the workers of a cluster.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from desktop_unet.engine.network_kinds import OURS, find_chosen, find_network, kind_of
from desktop_unet.engine.task import Choices
from desktop_unet.engine.task_table import TaskRow
from desktop_unet.models.card import sha256
from desktop_unet.models.descriptor import Look
from desktop_unet.studio.damage_search import finder_card


def file_for(choices: Choices, row: TaskRow[Any], look: Look = "natural") -> Path:
    """The file of the network that a task will ask for; raises as ``network_kinds.find_chosen``."""
    if choices.card is not None and kind_of(Path(choices.card)) is not OURS:
        return Path(choices.card)  # others need not be tried out for that
    return find_chosen(choices, row.family, look)[0]


def finder_files(choices: Choices) -> tuple[Path, ...]:
    """The file of the network that looks for damage; none where there is none; raises as ``finder_card``."""
    card = finder_card(choices)
    return () if card is None else (find_network(card)[0],)


def sums_of(paths: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of network files, by their names."""
    return {path.name: sha256(path) for path in paths}

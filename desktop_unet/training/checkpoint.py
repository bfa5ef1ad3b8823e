"""Where a run stands, on disk: written whole or not at all, read without unpickling code."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import torch

from desktop_unet.atomic_files import hidden_file
from desktop_unet.errors import RunDiffers

CHECKPOINT = "checkpoint.pt"


def save_checkpoint(folder: Path, state: dict[str, Any]) -> None:
    """Replace the folder's checkpoint by ``state`` (tensors and plain values); atomic."""
    with hidden_file(folder) as hidden:
        torch.save(state, hidden.path)
        hidden.sync()
        hidden.give_name(folder / CHECKPOINT, replace=True)


def load_checkpoint(folder: Path) -> dict[str, Any] | None:
    """The folder's checkpoint, or None where there is none.

    Raises:
        RunDiffers: the file is damaged.
    """
    path = folder / CHECKPOINT
    if not path.exists():
        return None
    try:
        return dict(torch.load(path, map_location="cpu", weights_only=True))
    except (RuntimeError, EOFError, ValueError, pickle.UnpicklingError) as mistake:
        raise RunDiffers(path=path, reason="the checkpoint is damaged") from mistake

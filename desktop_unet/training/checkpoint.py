"""Where a run stands, on disk: written whole or not at all, read without unpickling code."""

from __future__ import annotations

import os
import pickle
import tempfile
from pathlib import Path
from typing import Any

import torch

from desktop_unet.errors import RunDiffers

CHECKPOINT = "checkpoint.pt"


def save_checkpoint(folder: Path, state: dict[str, Any]) -> None:
    """Replace the folder's checkpoint by ``state`` (tensors and plain values); atomic."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".checkpoint-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / CHECKPOINT)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


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

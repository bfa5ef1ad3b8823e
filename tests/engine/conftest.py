"""Weights files that are made once for all tests of the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.networks import INPAINT, UPSCALE, save_identity, save_noise, save_random


@pytest.fixture(scope="session")
def networks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with ``identity``, ``noise``, ``upscale``, ``upscale-blind`` (no skip) and ``inpaint``."""
    folder = tmp_path_factory.mktemp("networks")
    save_identity(folder)
    save_noise(folder)
    save_random(folder, "upscale", UPSCALE)
    save_random(folder, "upscale-blind", UPSCALE.with_skip(False))
    save_random(folder, "inpaint", INPAINT)
    return folder

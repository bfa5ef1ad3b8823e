"""What the worker does with the real engine."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.engine import device_env
from desktop_unet.engine.task import Cancelled, Step, UpscaleRequest
from desktop_unet.imaging.photo import Photo
from desktop_unet.ui.work import run_engine


def test_memory_goes_back_to_the_system_after_a_job_even_a_cancelled_one(monkeypatch: pytest.MonkeyPatch) -> None:
    released = []
    monkeypatch.setattr(device_env, "release_memory", lambda: released.append(True))

    def stop(_step: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        run_engine(UpscaleRequest(Photo(np.zeros((6, 9, 3), np.uint8)), 2), stop)
    assert released == [True]

"""Loading the engine once more keeps nothing from the garbage collector."""

import gc
import subprocess
import sys

import torch

from desktop_unet.engine.loading import load_engine


def test_what_is_there_when_the_engine_is_asked_for_again_can_still_be_collected() -> None:
    assert torch is not None
    before = gc.get_freeze_count()
    load_engine()
    load_engine()
    assert gc.get_freeze_count() == before


def test_only_the_first_loading_keeps_what_it_loaded() -> None:
    code = (
        "import gc; from desktop_unet.engine.loading import load_engine\n"
        "load_engine(); first = gc.get_freeze_count(); load_engine()\n"
        "print(first > 0, gc.get_freeze_count() == first, gc.isenabled())"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["True", "True", "True"]

"""Loading the engine lets other threads have their turns; once more, it keeps nothing from the garbage collector."""

import gc
import subprocess
import sys

import torch

from desktop_unet.engine.torch_import import load_engine


def test_what_is_there_when_the_engine_is_asked_for_again_can_still_be_collected() -> None:
    assert torch is not None
    before = gc.get_freeze_count()
    load_engine()
    load_engine()
    assert gc.get_freeze_count() == before


def test_only_the_first_loading_keeps_what_it_loaded() -> None:
    code = (
        "import gc; from desktop_unet.engine.torch_import import load_engine\n"
        "load_engine(); first = gc.get_freeze_count(); load_engine()\n"
        "print(first > 0, gc.get_freeze_count() == first, gc.isenabled())"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["True", "True", "True"]


def test_other_threads_get_their_turns_often_while_the_engine_is_loaded_and_as_before_afterwards() -> None:
    code = (
        "import sys; from desktop_unet.engine import torch_import\n"
        "seen = []; sys.addaudithook(lambda name, facts: name == 'import' and seen.append(sys.getswitchinterval()))\n"
        "before = sys.getswitchinterval(); torch_import.load_engine()\n"
        "print(min(seen) < before / 10, sys.getswitchinterval() == before)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["True", "True"]

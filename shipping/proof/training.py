"""Training from the lab's dialog in the packed program, driven by keys.

Comes in: the packed program and a screen. Goes out: a sentence, and a picture of the dialog.
"""

from __future__ import annotations

import time
from pathlib import Path

from shipping.proof.journey import started
from shipping.proof.program import Program
from shipping.proof.root import ProofFailed
from shipping.proof.screen import Screen, wait_for

STEPS = 10
NAME = "own-by-hand"
PATIENCE_S = 400


def check_training_by_dialog(packed: Program, screen: Screen, picture: Path) -> str:
    """Open the lab, ask for a training, wait for its network, close; the network enlarges a photo.

    Raises:
        ProofFailed: a step did not happen, or what trained was not a process of the packed program's own.
    """
    network = packed.desk / "home/.local/share/desktop-unet/weights" / f"{NAME}.safetensors"
    network.unlink(missing_ok=True)
    with started(packed, screen, [str(packed.desk / "square.png")]) as program:
        window = wait_for(lambda: screen.window("square.png"), "the window with the photo")
        _focus(screen, window)
        screen.do("key", "ctrl+l")
        _focus(screen, wait_for(lambda: screen.window("Skip Lab"), "the lab"))
        screen.do("key", "ctrl+t")
        _focus(screen, wait_for(lambda: screen.window("Train your own"), "the dialog for training"))
        _fill_in(screen, packed.desk / "photos")
        trainer = wait_for(lambda: _trainer(packed.words[0]), "a process that trains")
        wait_for(network.is_file, f"the training's end; {picture} shows the dialog", PATIENCE_S)
        time.sleep(1)  # until the dialog says so
        screen.take(picture)
        if program.poll() is not None:
            raise ProofFailed(f"the window ended with {program.returncode} while it trained")
    result = packed.desk / "by-hand-network.png"
    packed.must(["upscale", str(packed.desk / "small.png"), str(result), "--scale", "4", "--card", NAME, "--overwrite"])
    return f"{STEPS} steps in a process of its own ({trainer}); its network enlarges a photo"


def _focus(screen: Screen, window: str) -> None:
    screen.do("windowfocus", "--sync", window)
    time.sleep(0.5)


def _fill_in(screen: Screen, photos: Path) -> None:
    """The network is chosen already; photos, name, steps, past the button for choosing, start."""
    for text in (str(photos), NAME, str(STEPS)):
        screen.do("key", "Tab")
        screen.do("key", "ctrl+a")
        screen.do("type", "--delay", 20, text)
    screen.do("key", "Tab", "Tab", "space")


def _trainer(program: str) -> str:
    """The command line, as far as its verb, of a process that trains the network; empty where there is none."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_text("utf-8", errors="replace").split("\0")
        except OSError:
            continue  # it has ended meanwhile
        if words[1:2] == ["train"] and NAME in words and Path(words[0]).name == Path(program).name:
            return f"{Path(words[0]).name} {words[1]}"
    return ""

"""The window's queue and the command line go on with what the other has begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_unet.studio.many_photos import look_ahead, many_for
from desktop_unet.studio.options import Options
from desktop_unet.ui.queue.queue import Queue
from desktop_unet.ui.window.window import Window
from tests.test_cli import run
from tests.ui.queue.conftest import states, wait_for_end


@pytest.mark.parametrize(
    ("deed", "verb"),
    [
        ("restore", ["restore"]),
        ("enlarge", ["upscale", "--scale", "2"]),
        ("clean", ["upscale", "--scale", "1"]),
        ("fill", ["inpaint", "--mask", "auto"]),
    ],
)
def test_what_the_queue_has_made_the_command_line_need_not(
    qtbot, window: Window, queue: Queue, scans: Path, capsys, deed: str, verb: list[str]
) -> None:
    session = window.session
    many = many_for([scans], deed, Options(scale=2), session.settings, session.networks)
    queue.start(many)
    wait_for_end(qtbot, queue)
    assert states(queue) == ["done"] * 4
    code, out, _err = run(capsys, "batch", verb[0], scans, many.out_dir, *verb[1:], "--dry-run")
    assert code == 0
    assert "0 to make, 4 done before" in out
    assert look_ahead(many, None, lambda step: None).made == 4

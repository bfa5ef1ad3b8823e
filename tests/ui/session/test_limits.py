"""That a result will not fit into the photo's own format is said before the run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.imaging import formats
from desktop_unet.imaging.geometry import Extent
from desktop_unet.studio import limits, plans
from desktop_unet.studio.limits import suffix_for
from desktop_unet.studio.saving import suggested_target
from tests.ui.driving import idle


@pytest.mark.parametrize(
    ("suffix", "side", "suggested"),
    [(".jpg", 65_500, ".jpg"), (".jpg", 65_501, ".png"), (".webp", 16_384, ".png"), (".png", 99_999, ".png"),
     (".jp2", 10, ".png"), (".tif", 99_999, ".tif")],
)  # fmt: skip
def test_the_suggested_name_fits_the_size(suffix: str, side: int, suggested: str) -> None:
    assert suffix_for(suffix, Extent(5, side)) == suggested
    assert suffix_for(suffix, Extent(side, 5)) == suggested


def test_the_window_says_so_before_the_run_and_suggests_png(qtbot, window, tmp_path: Path, monkeypatch) -> None:
    small = replace(formats.WEBP, side_limit=500)
    for module in (plans, limits):
        monkeypatch.setattr(module, "format_of_suffix", lambda _path: small)
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (120, 180, 3)).astype(np.uint8)).save(tmp_path / "a.webp")
    session, told = window.session, []
    session.told.connect(lambda kind, sentence: told.append((session.is_busy, kind, sentence)))
    session.opener.open(tmp_path / "a.webp")
    qtbot.waitUntil(lambda: session.document is not None)
    idle(qtbot, session)
    told.clear()
    session.restorer.start()
    assert told == [
        (
            False,
            "note",
            "WebP holds at most 500 pixels per side: save this result (720 × 480) as PNG or TIFF.",
        )
    ]
    idle(qtbot, session)
    assert suggested_target(session.document, tmp_path).name == "a-x4.png"

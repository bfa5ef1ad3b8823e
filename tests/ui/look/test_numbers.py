"""Numbers are written as the window's language writes them: 2.8 in English, 2,8 in Vietnamese."""

from __future__ import annotations

import re

import pytest
from PySide6.QtTest import QTest

from desktop_unet.engine.lab.scores import MarkScore, PictureScore
from desktop_unet.errors import RequestImpossible
from desktop_unet.phrases import Phrase
from desktop_unet.studio.run_times import Estimate
from desktop_unet.ui.lab.pages.plots import Plot
from desktop_unet.ui.lab.score_words import picture_line, score_lines
from desktop_unet.ui.look.fields import DecimalBox
from desktop_unet.ui.look.translation import SpokenNumber, number_text, phrase_text, sentence_for
from desktop_unet.ui.look.words import bytes_text, estimate_text, megapixels_text

MARKED = Phrase("marked by hand, {percent} %", percent=2.8)
TOO_STRONG = Phrase("strength must be from 0 to 1, not {strength:g}", strength=1.5)


def said() -> list[str]:
    """Numbers from all the ways that lead into a text."""
    return [
        number_text(0.25, 2, sign="+"),
        f"{SpokenNumber(1.5)} {SpokenNumber(1.5):g} {SpokenNumber(2):.1f}",
        phrase_text(MARKED).rpartition(", ")[2],
        sentence_for(RequestImpossible(reason=TOO_STRONG)).rpartition(" ")[2],
        bytes_text(1_260_000),
        bytes_text(800),
        megapixels_text(4.92),
        megapixels_text(0.018),
        megapixels_text(48.2),
        estimate_text(Estimate(None, 1.5, 600_000_000)).rpartition(" · ")[2],
        picture_line(31.456, 0.9),
        score_lines(PictureScore(31.456, 0.9, 2.04)).partition("\n")[0],
        score_lines(MarkScore(0.5, 0.25, 0.75)).partition("\n")[0],
    ]


IN_ENGLISH = [
    *("+0.25", "1.5 1.5 2.0", "2.8 %", "1.5.", "1.3 MB", "1 kB", "4.9", "0.02", "48", "0.6 GB"),
    *("31.46 dB, SSIM 0.900", "31.46 dB", "F1 0.50"),
]


def test_english_has_a_point() -> None:
    assert said() == IN_ENGLISH


def test_vietnamese_has_a_comma(vietnamese: None) -> None:
    assert said() == [
        *("+0,25", "1,5 1,5 2,0", "2,8 %", "1,5.", "1,3 MB", "1 kB", "4,9", "0,02", "48", "0,6 GB"),
        *("31,46 dB, SSIM 0,900", "31,46 dB", "F1 0,50"),
    ]


def test_what_is_no_number_keeps_its_points(vietnamese: None) -> None:
    """Names of files, and what the command line says."""
    phrase = Phrase("Saved as {name} in {folder} ({size} {unit}).", name="a.b.png", folder="/c.d", size=1.5, unit="MB")
    assert re.findall(r"[/.,\w]*[.,]\w+(?: MB)?", phrase_text(phrase)) == ["a.b.png", "/c.d", "1,5 MB"]
    assert phrase == "Saved as a.b.png in /c.d (1.5 MB)."


@pytest.mark.parametrize("typed", ["4.5", "4,5"])
def test_a_number_is_typed_with_either_sign(qtbot, typed: str) -> None:
    assert typed_into_box(qtbot, typed) == (4.5, "4.50 cm")


@pytest.mark.parametrize("typed", ["4.5", "4,5"])
def test_a_number_is_typed_with_either_sign_in_vietnamese(qtbot, vietnamese: None, typed: str) -> None:
    assert typed_into_box(qtbot, typed) == (4.5, "4,50 cm")


def typed_into_box(qtbot, typed: str) -> tuple[float, str]:
    box = DecimalBox()
    qtbot.addWidget(box)
    box.setSuffix(" cm")
    box.selectAll()
    QTest.keyClicks(box, typed)
    box.interpretText()
    return box.value(), box.text()


def test_a_plots_axis_is_written_so_too(qtbot, vietnamese: None) -> None:
    plot = Plot("Spectrum", "frequency", "power")
    qtbot.addWidget(plot)
    assert plot.plot.getAxis("left").tickStrings([0.5, 1.0], 1.0, 0.5) == ["0,5", "1,0"]

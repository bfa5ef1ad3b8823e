"""Scores of the lab in words: lines that are short enough to stand beside each other above a picture.

Comes in: a ``Score``, or how far one is from another. Goes out: translated lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_unet.studio.lab.scene import Pictures
from desktop_unet.ui.look.translation import SpokenNumber, number_text

if TYPE_CHECKING:
    from desktop_unet.engine.lab.ablation import Ablated
    from desktop_unet.engine.lab.scores import Score


def score_lines(score: Score) -> str:
    """Three lines: decibels, SSIM, sharpness; or F1, precision, recall."""
    from desktop_unet.engine.lab.scores import PictureScore

    if isinstance(score, PictureScore):
        return f"{decibels(score.psnr)}\nSSIM {number_text(score.ssim, 3)}\n{sharp(score.sharpness)}"
    return "\n".join(_found_lines(*(number_text(part, 2) for part in (score.f1, score.precision, score.recall))))


def change_lines(row: Ablated) -> str:
    """What a setting of the gates has changed; sharpness as it is, since more of it is not better."""
    from desktop_unet.engine.lab.scores import PictureScore

    change = row.change
    if isinstance(change, PictureScore) and isinstance(row.score, PictureScore):
        figures = f"{_signed(change.psnr, 2)} dB\nSSIM {_signed(change.ssim, 3)}"
        return f"{figures}\n{sharp(row.score.sharpness)}"
    assert not isinstance(change, PictureScore)
    return "\n".join(_found_lines(*(_signed(part, 2) for part in (change.f1, change.precision, change.recall))))


def truth_lines(found: Pictures, *, finds: bool) -> str:
    """The truth's size and what others are measured by."""
    height, width = found.pictures["truth"].shape[:2]
    if finds:
        words = QCoreApplication.translate("Scores", "white: {share:.1f} %\ngray: faint, not scored")
        return words.format(share=SpokenNumber(100 * found.yardstick))
    return f"{height} × {width}\n{sharp(found.yardstick)}"


def sharp(value: float) -> str:
    """Sharpness with its name."""
    return QCoreApplication.translate("Scores", "sharpness {value:.1f}").format(value=SpokenNumber(value))


def decibels(value: float) -> str:
    """A PSNR."""
    return f"{number_text(value, 2)} dB"


def picture_line(psnr: float, ssim: float) -> str:
    """How near a picture is to the truth, in one line."""
    return f"{decibels(psnr)}, SSIM {number_text(ssim, 3)}"


def _found_lines(f1: str, precision: str, recall: str) -> tuple[str, str, str]:
    translate = QCoreApplication.translate
    precise = translate("Scores", "precision {value}").format(value=precision)
    return f"F1 {f1}", precise, translate("Scores", "recall {value}").format(value=recall)


def _signed(value: float, digits: int) -> str:
    """With its sign, and no sign where it rounds to nothing."""
    return number_text(value, digits, sign="+") if round(value, digits) else number_text(0, digits)

"""Scores of the lab in words: lines that are short enough to stand beside each other above a picture.

Comes in: a ``Score``, or how far one is from another. Goes out: translated lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_unet.studio.lab.scene import Pictures

if TYPE_CHECKING:
    from desktop_unet.engine.lab.ablation import Ablated
    from desktop_unet.engine.lab.scores import Score


def score_lines(score: Score) -> str:
    """Three lines: decibels, SSIM, sharpness; or F1, precision, recall."""
    from desktop_unet.engine.lab.scores import PictureScore

    if isinstance(score, PictureScore):
        return f"{score.psnr:.2f} dB\nSSIM {score.ssim:.3f}\n{sharp(score.sharpness)}"
    return "\n".join((f"F1 {score.f1:.2f}", _precise(f"{score.precision:.2f}"), _recalled(f"{score.recall:.2f}")))


def change_lines(row: Ablated) -> str:
    """What a setting of the gates has changed; sharpness as it is, since more of it is not better."""
    from desktop_unet.engine.lab.scores import PictureScore

    change = row.change
    if isinstance(change, PictureScore) and isinstance(row.score, PictureScore):
        figures = f"{_signed(change.psnr, 2)} dB\nSSIM {_signed(change.ssim, 3)}"
        return f"{figures}\n{sharp(row.score.sharpness)}"
    assert not isinstance(change, PictureScore)
    lines = f"F1 {_signed(change.f1, 2)}", _precise(_signed(change.precision, 2)), _recalled(_signed(change.recall, 2))
    return "\n".join(lines)


def truth_lines(found: Pictures, *, finds: bool) -> str:
    """The truth's size and what others are measured by."""
    height, width = found.pictures["truth"].shape[:2]
    if finds:
        words = QCoreApplication.translate("Scores", "white: {share:.1f} %\ngray: faint, not scored")
        return words.format(share=100 * found.yardstick)
    return f"{height} × {width}\n{sharp(found.yardstick)}"


def sharp(value: float) -> str:
    """Sharpness with its name."""
    return QCoreApplication.translate("Scores", "sharpness {value:.1f}").format(value=value)


def _precise(value: str) -> str:
    return QCoreApplication.translate("Scores", "precision {value}").format(value=value)


def _recalled(value: str) -> str:
    return QCoreApplication.translate("Scores", "recall {value}").format(value=value)


def _signed(value: float, digits: int) -> str:
    """With its sign, and no sign where it rounds to nothing."""
    return f"{value:+.{digits}f}" if round(value, digits) else f"{0:.{digits}f}"

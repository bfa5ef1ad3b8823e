"""Skip beside no skip: the same photo through both networks of a task.

Comes in: two requests' worth of choices. Goes out: a sheet, and scores where the truth is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.restore import ignore_steps, run
from desktop_unet.engine.task import VARIANTS, Report, Request, Result, Variant
from desktop_unet.errors import ShapesDiffer
from desktop_unet.evaluation.judges import Judge, judge_of
from desktop_unet.evaluation.sheet import Panel, difference_panel, draw_sheet
from desktop_unet.imaging.photo import Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.phrases import Phrase


@dataclass(frozen=True, eq=False)
class Comparison:
    """Both variants' results, the sheet that shows them, and scores by the panel's name."""

    results: tuple[Result, ...]
    sheet_HWC: NDArray[np.uint8]
    scores: dict[str, dict[str, float]]


def compare_variants(request: Request, truth: Photo | None = None, report: Report = ignore_steps) -> Comparison:
    """Restore a photo with and without skip connections and show both.

    Args:
        request: its choice of card and variant does not matter.
        truth: the photo as it should come out, if known.
        report: as ``engine.restore.restore`` calls it, for one variant after the other.

    Raises:
        ShapesDiffer: the truth has another size than the result.
        Mishap: as ``engine.restore.run``.
    """
    judge = judge_of(request)
    wanted = judge.extent_out(request)
    if truth is not None and truth.extent != wanted:
        raise ShapesDiffer(restored=f"{wanted.height} × {wanted.width}", truth=f"{truth.height} × {truth.width}")
    results = tuple(run(_with_variant(request, variant), report) for variant in VARIANTS)
    pictures = {"input": judge.input_picture(request)}
    pictures |= {variant: code_to_unit(result.photo.pixels) for variant, result in zip(VARIANTS, results, strict=True)}
    scores = {}
    if truth is not None:
        truth_HWC = code_to_unit(truth.pixels)
        scores = {name: judge.score(request, picture, truth_HWC) for name, picture in pictures.items()}
    panels = [_panel(judge, name, picture, scores.get(name)) for name, picture in pictures.items()]
    panels.append(difference_panel(pictures["skip"], pictures["no-skip"]))
    return Comparison(results, draw_sheet(panels), scores)


def result_notes(results: Sequence[Result]) -> tuple[Phrase, ...]:
    """Notes of several results, each once."""
    return tuple(dict.fromkeys(note for result in results for note in result.notes))


def _with_variant(request: Request, variant: Variant) -> Request:
    chosen: Any = replace(request, choices=replace(request.choices, card=None, variant=variant))
    return cast(Request, chosen)


def _panel(judge: Judge[Any], name: str, picture: UnitImage, score: dict[str, float] | None) -> Panel:
    names = {"input": judge.input_name, "skip": "skip", "no-skip": "no skip"}
    second = f"{score['psnr']:.2f} dB  SSIM {score['ssim']:.4f}" if score else ""
    return Panel((names[name], second), picture)

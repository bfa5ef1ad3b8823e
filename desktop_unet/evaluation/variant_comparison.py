"""Skip beside no skip: the same photo through both networks of a task.

Comes in: two requests' worth of choices. Goes out: a sheet, and scores where the truth is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.restore import ignore_steps, run
from desktop_unet.engine.task import VARIANTS, InpaintRequest, Report, Result, UpscaleRequest, Variant
from desktop_unet.errors import ShapesDiffer
from desktop_unet.evaluation.sheet import Panel, difference_panel, draw_sheet
from desktop_unet.evaluation.upscale_scores import enlarge_bicubic
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.metrics import psnr_inside, psnr_y, ssim_inside, ssim_y
from desktop_unet.imaging.photo import Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.phrases import Phrase

Compared = UpscaleRequest | InpaintRequest


@dataclass(frozen=True, eq=False)
class Comparison:
    """Both variants' results, the sheet that shows them, and scores by the panel's name."""

    results: tuple[Result, ...]
    sheet_HWC: NDArray[np.uint8]
    scores: dict[str, dict[str, float]]


def compare_variants(request: Compared, truth: Photo | None = None, report: Report = ignore_steps) -> Comparison:
    """Restore a photo with and without skip connections and show both.

    Args:
        request: its choice of card and variant does not matter.
        truth: the photo as it should come out, if known.
        report: as ``engine.restore.restore`` calls it, for one variant after the other.

    Raises:
        ShapesDiffer: the truth has another size than the result.
        Mishap: as ``engine.restore.run``.
    """
    if truth is not None and truth.extent != _extent_out(request):
        wanted = _extent_out(request)
        raise ShapesDiffer(restored=f"{wanted.height} x {wanted.width}", truth=f"{truth.height} x {truth.width}")
    results = tuple(run(_with_variant(request, variant), report) for variant in VARIANTS)
    pictures = {"input": _input_picture(request)}
    pictures |= {variant: code_to_unit(result.photo.pixels) for variant, result in zip(VARIANTS, results, strict=True)}
    scores = {} if truth is None else {name: _score(request, picture, truth) for name, picture in pictures.items()}
    panels = [_panel(request, name, picture, scores.get(name)) for name, picture in pictures.items()]
    panels.append(difference_panel(pictures["skip"], pictures["no-skip"]))
    return Comparison(results, draw_sheet(panels), scores)


def result_notes(results: Sequence[Result]) -> tuple[Phrase, ...]:
    """Notes of several results, each once."""
    return tuple(dict.fromkeys(note for result in results for note in result.notes))


def _with_variant(request: Compared, variant: Variant) -> Compared:
    return replace(request, choices=replace(request.choices, card=None, variant=variant))


def _extent_out(request: Compared) -> Extent:
    return request.photo.extent.scaled(request.scale if isinstance(request, UpscaleRequest) else 1)


def _input_picture(request: Compared) -> UnitImage:
    if isinstance(request, UpscaleRequest):
        return enlarge_bicubic(request.photo, request.photo.extent.scaled(request.scale))
    picture = code_to_unit(request.photo.pixels)
    picture[request.mask > 0] = 0
    return picture


def _score(request: Compared, picture: UnitImage, truth: Photo) -> dict[str, float]:
    truth_HWC = code_to_unit(truth.pixels)
    if isinstance(request, InpaintRequest):
        return {
            "psnr": psnr_inside(picture, truth_HWC, request.mask),
            "ssim": ssim_inside(picture, truth_HWC, request.mask),
        }
    return {"psnr": psnr_y(picture, truth_HWC, request.scale), "ssim": ssim_y(picture, truth_HWC, request.scale)}


def _panel(request: Compared, name: str, picture: UnitImage, score: dict[str, float] | None) -> Panel:
    names: dict[str, Callable[[], str]] = {
        "input": lambda: "input, bicubic" if isinstance(request, UpscaleRequest) else "input, hole in black",
        "skip": lambda: "skip",
        "no-skip": lambda: "no skip",
    }
    second = f"{score['psnr']:.2f} dB  SSIM {score['ssim']:.4f}" if score else ""
    return Panel((names[name](), second), picture)

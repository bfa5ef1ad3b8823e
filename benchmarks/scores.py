"""How good: enlarging against bicubic, filling against what OpenCV and scikit-image offer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop_unet.engine.task import Choices, InpaintRequest, Variant
from desktop_unet.errors import CardUnknown
from desktop_unet.imaging.holes import KINDS
from desktop_unet.imaging.photo import CodePixels, Mask, Photo

if TYPE_CHECKING:
    from desktop_unet.evaluation.inpaint_scores import InpaintScore

THREADS = 2
GOALS = {("Set5", 2): 36.0, ("Set5", 4): 30.8}
"""Decibels that ``upscale-skip`` has to reach at least."""
LEADS = dict(zip(KINDS, ((1.5, 0.03), (1.0, 0.03), (1.0, 0.03), (0.7, 0.0), (0.3, 0.0)), strict=True))
"""Decibels and SSIM by which ``inpaint-skip`` has to lead the best of the others, per kind of mask."""
RADIUS_PX = 5
"""Of OpenCV's methods."""

Fill = Callable[[Photo, Mask], CodePixels]


def measure_enlarging(data: Path) -> list[tuple[str, ...]]:
    """Both variants and bicubic on both benchmarks, from their own low-resolution files."""
    from desktop_unet.evaluation.upscale_scores import evaluate_upscale

    rows = []
    for name in ("Set5", "Set14"):
        for scale in (2, 3, 4):
            folder = data / "bench" / name
            skip, blind = (
                evaluate_upscale(folder, scale, Choices(variant=variant, threads=THREADS)).mean
                for variant in ("skip", "no-skip")
            )
            goal = GOALS.get((name, scale))
            wanted = (f">= {goal:.1f}", "met" if skip.psnr >= goal else "MISSED") if goal else ("", "")
            figures = (f"{skip.bicubic_psnr:.2f}", f"{blind.psnr:.2f}", f"{skip.psnr:.2f}", f"{skip.ssim:.4f}")
            rows.append((name, f"x{scale}", *figures, *wanted))
    return rows


def measure_filling(data: Path, photos: int) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headings and a row per kind of mask: each method's decibels and seconds, and the lead over Telea."""
    from desktop_unet.evaluation.inpaint_scores import hole_cases, mean_score, score_fill
    from desktop_unet.evaluation.pairs import find_photos

    methods = {name: fill for name, fill in METHODS.items() if _is_there(name)}
    files = find_photos(data / "val")[:photos]
    rows = []
    for kind in KINDS:
        means: dict[str, InpaintScore] = {}
        cells = []
        cases = list(hole_cases(files, (kind,), seed=0))
        for name, fill in methods.items():
            started = time.monotonic()
            filled = [fill(_damaged(case.photo, case.mask), case.mask) for case in cases]
            seconds = (time.monotonic() - started) / len(cases)
            each = [score_fill(case, Photo(pixels)) for case, pixels in zip(cases, filled, strict=True)]
            means[name] = mean_score(each)
            cells.append(f"{means[name].psnr:.2f}/{means[name].ssim:.4f} ({seconds:.2f})")
        rows.append((kind, *cells, *_lead(kind, means)))
    return ("mask", *methods, "lead over the best", ""), rows


def _lead(kind: str, means: Mapping[str, InpaintScore]) -> tuple[str, str]:
    """How far ``inpaint-skip`` is ahead of the best of the classical methods, in dB and in SSIM."""
    if "inpaint-skip" not in means:
        return "no weights", ""
    ours = means["inpaint-skip"]
    others = [score for name, score in means.items() if not name.startswith("inpaint-")]
    lead = (ours.psnr - max(score.psnr for score in others), ours.ssim - max(score.ssim for score in others))
    verdict = "met" if all(is_ >= goal for is_, goal in zip(lead, LEADS[kind], strict=True)) else "MISSED"
    return f"{lead[0]:+.2f}/{lead[1]:+.4f}", verdict


def _damaged(photo: Photo, mask: Mask) -> Photo:
    """The photo with its hole in black, so that no method can see what was there."""
    return photo.with_pixels(np.where(mask[..., None] > 0, np.uint8(0), photo.pixels))


def _fill_opencv(method: str, photo: Photo, mask: Mask) -> CodePixels:
    import cv2

    cv2.setNumThreads(THREADS)
    return np.asarray(cv2.inpaint(np.ascontiguousarray(photo.pixels), mask, RADIUS_PX, getattr(cv2, method)))


def _fill_biharmonic(photo: Photo, mask: Mask) -> CodePixels:
    from skimage.restoration import inpaint_biharmonic

    unit = inpaint_biharmonic(photo.pixels / 255.0, mask > 0, split_into_regions=True, channel_axis=-1)
    return np.rint(np.clip(unit, 0, 1) * 255).astype(np.uint8)


def _fill_by_network(variant: Variant, photo: Photo, mask: Mask) -> CodePixels:
    from desktop_unet.engine.restore import run

    return run(InpaintRequest(photo, mask, Choices(variant=variant, threads=THREADS), fill="smooth")).photo.pixels


METHODS: dict[str, Fill] = {
    "Telea": partial(_fill_opencv, "INPAINT_TELEA"),
    "Navier-Stokes": partial(_fill_opencv, "INPAINT_NS"),
    "biharmonic": _fill_biharmonic,
    "inpaint-no-skip": partial(_fill_by_network, "no-skip"),
    "inpaint-skip": partial(_fill_by_network, "skip"),
}


def _is_there(method: str) -> bool:
    """Whether a method can run: networks need their weights."""
    from desktop_unet.models.card import find_card

    if not method.startswith("inpaint-"):
        return True
    try:
        find_card(method)
    except CardUnknown:
        return False
    return True

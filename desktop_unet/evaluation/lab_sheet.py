"""The lab's comparison sheet: input, each network, what differs, the truth, with scores and settings in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.lab.case import Case
from desktop_unet.engine.lab.gates import Gated
from desktop_unet.engine.lab.scores import MARK_GAIN, PictureScore, Score, score_of
from desktop_unet.evaluation.lab_settings import LabSettings
from desktop_unet.evaluation.sheet import DIFFERENCE_GAIN, Panel, difference_panel, draw_sheet
from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD
from desktop_unet.imaging.finding_scores import TOLERANCE_PX, judged_marks
from desktop_unet.imaging.heat import heat_map
from desktop_unet.imaging.photo import UnitImage


@dataclass(frozen=True, eq=False)
class LabView:
    """One network's picture of the case.

    Args:
        name: of the card, with the gates where they are not as trained.
        score: against the truth.
        picture_HWC: (H, W, 3) unit range.
    """

    name: str
    score: Score
    picture_HWC: UnitImage


@dataclass(frozen=True, eq=False)
class LabSheet:
    """A drawn sheet and what it shows."""

    views: tuple[LabView, ...]
    sheet_HWC: NDArray[np.uint8]


def views_of(settings: LabSettings) -> tuple[LabView, ...]:
    """Each network's picture; the first one with its gates.

    Raises:
        Mishap: as ``engine.lab``.
    """
    case = settings.case()
    views = []
    for number, card in enumerate(settings.cards):
        gated = Gated(card, case)
        gates = settings.gates if number == 0 and gated.gate_count else None
        picture = gated.picture(gates)
        views.append(LabView(_named(gated.card.name, gates), score_of(case, picture), picture))
    return tuple(views)


def draw_lab_sheet(settings: LabSettings) -> LabSheet:
    """The same picture for the same settings and networks."""
    case, views = settings.case(), views_of(settings)
    panels = [Panel(("input", _what(settings)), case.shown()), Panel(("truth", _of_truth(case)), case.truth_HWC)]
    panels += [Panel((view.name, _figures(view.score)), view.picture_HWC) for view in views]
    panels += [_error_panel(case, view) for view in views]
    for first, second in list(pairwise(views))[:1]:
        gain = DIFFERENCE_GAIN if case.marks is None else MARK_GAIN
        shown = difference_panel(first.picture_HWC, second.picture_HWC, gain)
        panels.append(Panel((f"{first.name} -", second.name), shown.picture_HWC))
    return LabSheet(views, draw_sheet(panels, columns=max(2, -(-len(panels) // 2))))


def _named(card: str, gates: tuple[float, ...] | None) -> str:
    if gates is None or all(gate == 1 for gate in gates):
        return card
    return f"{card} [{' '.join(f'{gate:g}' for gate in gates)}]"


def _error_panel(case: Case, view: LabView) -> Panel:
    """How far a picture is off; of marks, which are right, wrong or missing."""
    if case.marks is None:
        return Panel((f"error of {view.name}", "white from 64 of 255"), heat_map(view.picture_HWC, case.truth_HWC))
    shown = judged_marks(view.picture_HWC[..., 0] >= DEFAULT_THRESHOLD, case.marks)
    return Panel((f"marks of {view.name}", f"white right, red wrong, blue missed (by {TOLERANCE_PX} px)"), shown)


def _of_truth(case: Case) -> str:
    return "" if case.marks is None else "gray: too faint to count"


def _what(settings: LabSettings) -> str:
    if settings.old is not None:
        return "aged and damaged"
    return "with a hole" if settings.mask is not None else f"{settings.scale} times smaller"


def _figures(score: Score) -> str:
    if isinstance(score, PictureScore):
        return f"{score.psnr:.2f} dB  SSIM {score.ssim:.3f}  sharp {score.sharpness:.1f}"
    return f"F1 {score.f1:.2f}  precision {score.precision:.2f}  recall {score.recall:.2f}"

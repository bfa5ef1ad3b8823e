"""What the lab's worker computes: pictures as arrays for the screen, figures as frozen values. No Qt.

The engine is loaded inside the functions, so that the lab's window is there before torch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop_unet.engine.task import Report, Step
from desktop_unet.errors import CardUnknown, FileMissing
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.holes import mask_for
from desktop_unet.imaging.photo import UnitImage
from desktop_unet.studio.lab.crops import Code, code8, damaged_crop, middle_crop
from desktop_unet.studio.lab.lab_options import DAMAGE, HOLES, LabOptions, task_for

if TYPE_CHECKING:
    from desktop_unet.engine.lab.ablation import Ablated
    from desktop_unet.engine.lab.anatomy import Anatomy
    from desktop_unet.engine.lab.case import Case
    from desktop_unet.engine.lab.features import FeatureMap
    from desktop_unet.engine.lab.gates import Gated
    from desktop_unet.engine.lab.receptive import ReceptiveField
    from desktop_unet.engine.lab.scores import Score
    from desktop_unet.engine.lab.spectrum import Spectrum
    from desktop_unet.engine.lab.upsampling import Entry
    from desktop_unet.evaluation.lab_settings import LabSettings
    from desktop_unet.imaging.defects.old_photo import OldPhoto


@dataclass(frozen=True, eq=False)
class Pictures:
    """What the compare view shows.

    Args:
        pictures: by name, (H, W, 3) uint8.
        scores: of the networks' ones.
        yardstick: the truth's sharpness; where damage is to be found, which share of the crop it takes.
        gate_count: skip connections of the first network.
        entry_stride: by how much the first network's first level is smaller than what goes in.
        gates: of the first network, None as trained.
    """

    pictures: dict[str, Code]
    scores: dict[str, Score]
    yardstick: float
    gate_count: int
    entry_stride: int
    gates: tuple[float, ...] | None


@dataclass(frozen=True, eq=False)
class Inside:
    """What the page on the network's inside shows: the network as trained, whatever the gates are."""

    anatomy: Anatomy
    blind: Anatomy
    maps: tuple[FeatureMap, ...]
    field: ReceptiveField
    field_HWC: Code
    result_HWC: Code


class Scene:
    """The lab's networks on its crop; made and used in the worker's thread alone.

    Args:
        pixels_HWC: (H, W, 3) uint8 photo.
        options: crop, networks, hole.
        mask: of the crop, from a sheet; None draws one by the seed where there is to be one.
        old: what became of the crop, from a sheet; None damages it by the seed where it is to be damaged.
    """

    def __init__(
        self, pixels_HWC: Code, options: LabOptions, mask: Code | None = None, old: OldPhoto | None = None
    ) -> None:
        from desktop_unet.engine.lab.gates import Gated
        from desktop_unet.engine.lab.scores import score_of

        self.options = options
        self.pixels_HWC = pixels_HWC
        self.mask, self.old = mask, old
        self.settings = settings_of(pixels_HWC, options, mask, old)
        self.case: Case = self.settings.case()
        self.first: Gated = Gated(options.skip_card, self.case)
        self.second: Gated = Gated(options.blind_card, self.case)
        self._blind = self.second.picture()
        self._blind_score = score_of(self.case, self._blind)
        self._yardstick = _yardstick(self.case)
        lasting = {"input": self.case.shown(), "no-skip": self._blind, "truth": self.case.truth_HWC}
        self._lasting = {name: code8(picture) for name, picture in lasting.items()}  # whatever the gates

    def pictures(self, gates: tuple[float, ...] | None) -> Pictures:
        """Input, both networks, their difference and the truth; only the first one's decoder runs."""
        from desktop_unet.engine.lab.scores import MARK_GAIN, score_of

        usable = gates if gates is not None and len(gates) == self.first.gate_count and gates else None
        first = self.first.picture(usable)
        apart = difference(first, self._blind, MARK_GAIN) if self.options.finds else difference(first, self._blind)
        codes = self._lasting | {"skip": code8(first), "difference": code8(apart)}
        scores = {"skip": score_of(self.case, first), "no-skip": self._blind_score}
        gated = self.first
        return Pictures(codes, scores, self._yardstick, gated.gate_count, gated.card.config.entry_stride, usable)

    def ablation(self, report: Report) -> tuple[Ablated, ...]:
        from desktop_unet.engine.lab.ablation import ablate

        return ablate(self.first, _steps(report, "Switching skips off"))

    def inside(self, level: int, pixel: tuple[int, int] | None) -> Inside:
        from desktop_unet.engine.lab.anatomy import anatomy_of
        from desktop_unet.engine.lab.features import strongest_maps
        from desktop_unet.engine.lab.receptive import receptive_field

        height, width = self.case.truth_HWC.shape[:2]
        row, column = pixel or (height // 2, width // 2)
        field = receptive_field(self.first, min(row, height - 1), min(column, width - 1))
        first, second = (
            anatomy_of(gated.card.config, self.case.input_extent, self.case.scale)
            for gated in (self.first, self.second)
        )
        level = min(level, len(first.levels))
        maps, result_HWC = strongest_maps(self.first, level), code8(self.first.picture())
        return Inside(first, second, maps, field, self._field_shown(field), result_HWC)

    def _field_shown(self, field: ReceptiveField) -> Code:
        """The influence of each input pixel as light on the dimmed input."""
        light = np.clip(np.sqrt(field.map_HW), 0, 1)[..., None]
        dim = 0.35 * self.case.input_HWC[..., :3]
        return code8((dim * (1 - light) + light * np.array([1.0, 0.8, 0.2], np.float32)).astype(np.float32))

    def spectra(self) -> tuple[Spectrum, ...]:
        from desktop_unet.engine.lab.spectrum import radial_spectrum

        named = {"truth": self.case.truth_HWC, "skip": self.first.picture(), "no-skip": self._blind}
        return tuple(radial_spectrum(name, picture) for name, picture in named.items())

    def upsamplings(self, cards: Sequence[str], report: Report) -> tuple[Entry, ...]:
        from desktop_unet.engine.lab.upsampling import bench

        return bench(self.case, cards, _steps(report, "Running upsamplings"))


def _yardstick(case: Case) -> float:
    """See ``Pictures``."""
    from desktop_unet.engine.lab.scores import sharpness_of
    from desktop_unet.imaging.defects.old_photo import DAMAGED

    if case.marks is not None:
        return float((case.marks == DAMAGED).mean())
    return sharpness_of(case.truth_HWC, case.mask)


def settings_of(
    pixels_HWC: Code, options: LabOptions, mask: Code | None = None, old: OldPhoto | None = None
) -> LabSettings:
    """The lab's options as a sheet keeps them."""
    from desktop_unet.evaluation.lab_settings import LabSettings

    box = options.crop.within(Extent(*pixels_HWC.shape[:2]))
    crop = np.ascontiguousarray(pixels_HWC[box.slices])
    if not options.has_holes:
        mask = None
    elif mask is None:
        mask = mask_for(seeded_holes(options), Extent(*crop.shape[:2]), options.seed)
    if not options.finds:
        old = None
    elif old is None:
        old = damaged_crop(pixels_HWC, box, options.damage, options.seed)
    facts = {"kind": "lab", "holes": options.holes, "damage": options.damage, "seed": options.seed}
    cards = (options.skip_card, options.blind_card)
    return LabSettings(crop, mask, options.scale, cards, options.gates, facts, old)


def picture_by(weights: Path, pixels_HWC: Code, options: LabOptions) -> Code | None:
    """What a network makes of the crop, at the task that its card names; None where its file has gone meanwhile."""
    from desktop_unet.engine.lab.gates import Gated
    from desktop_unet.models.card import read_card

    try:
        task = task_for(read_card(weights).task)
        case = settings_of(pixels_HWC, replace(options, task=task)).case()
        return code8(Gated(weights, case).picture())
    except (CardUnknown, FileMissing, OSError):
        return None


def options_of(settings: LabSettings, before: LabOptions) -> LabOptions:
    """The lab as a sheet shows it; what the sheet does not say stays as it was."""
    facts, cards = settings.facts, settings.cards
    damage = str(facts.get("damage", before.damage))
    options = replace(
        before,
        task=settings.row.name,
        crop=middle_crop(settings.crop_HWC),
        gates=settings.gates,
        seed=int(facts.get("seed", 0)),
        holes=str(facts.get("holes", before.holes)),
        damage=damage if damage in DAMAGE else before.damage,
    )
    return replace(options, skip_card=cards[0], blind_card=cards[1]) if len(cards) >= 2 else options


def seeded_holes(options: LabOptions) -> str:
    """What ``imaging.holes`` calls the holes; the usual ones where a mask was drawn and is not there."""
    return HOLES.get(options.holes, HOLES[LabOptions().holes])


def difference(first: UnitImage, second: UnitImage, gain: float = 4.0) -> UnitImage:
    """Amplified around middle gray."""
    amplified: UnitImage = np.clip(0.5 + gain * (first - second), 0, 1).astype(np.float32)
    return amplified


def draw_sheet_file(settings: LabSettings, path: Path) -> Path:
    """Draw the sheet and write it; the user has agreed to replacing."""
    from desktop_unet.evaluation.lab_sheet import draw_lab_sheet
    from desktop_unet.evaluation.sheet_file import write_sheet

    return write_sheet(draw_lab_sheet(settings).sheet_HWC, settings, path, overwrite=True)


def open_sheet(path: Path) -> LabSettings:
    """What a sheet carries; raises ``SheetUnreadable``."""
    from desktop_unet.evaluation.sheet_file import read_sheet

    return read_sheet(path)


def _steps(report: Report, text: str) -> Callable[[int, int], None]:
    return lambda done, total: report(Step(done, total, text))

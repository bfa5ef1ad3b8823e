"""What the lab's worker computes: pictures as arrays for the screen, figures as frozen values. No Qt.

The engine is loaded inside the functions, so that the lab's window is there before torch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.task import Report, Step
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.holes import mask_for
from desktop_unet.imaging.photo import Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.ui.lab.options import CROP_PX, HOLES, SCALE, UPSAMPLINGS, LabOptions

if TYPE_CHECKING:
    from desktop_unet.engine.lab.ablation import Ablated
    from desktop_unet.engine.lab.anatomy import Anatomy
    from desktop_unet.engine.lab.case import Case, Score
    from desktop_unet.engine.lab.features import FeatureMap
    from desktop_unet.engine.lab.gates import Gated
    from desktop_unet.engine.lab.receptive import ReceptiveField
    from desktop_unet.engine.lab.spectrum import Spectrum
    from desktop_unet.engine.lab.upsampling import Entry
    from desktop_unet.evaluation.challenge import ChallengeScore
    from desktop_unet.evaluation.lab_settings import LabSettings

Code = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Pictures:
    """What the compare view shows: pictures by name (H, W, 3) uint8, and scores of the networks' ones."""

    pictures: dict[str, Code]
    scores: dict[str, Score]
    truth_sharpness: float
    gate_count: int
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


@dataclass(frozen=True, eq=False)
class Taken:
    """A challenge's end, for the screen.

    Args:
        mask: what was filled, (H, W) uint8; None for enlarging.
        scores: of ``input`` and of each network.
        pictures: ``input``, each network's, ``truth``: (H, W, 3) uint8.
        heat_maps: of the errors of all but the truth: (H, W, 3) uint8.
        mean_errors: of the same, in code values of 255.
    """

    mask: Code | None
    scores: Mapping[str, ChallengeScore]
    pictures: dict[str, Code]
    heat_maps: dict[str, Code]
    mean_errors: dict[str, float]


class Scene:
    """The lab's networks on its crop; made and used in the worker's thread alone.

    Args:
        pixels_HWC: (H, W, 3) uint8 photo.
        options: crop, networks, hole.
        mask: of the crop, from a sheet; None draws one by the seed where there is to be one.
    """

    def __init__(self, pixels_HWC: Code, options: LabOptions, mask: NDArray[np.uint8] | None = None) -> None:
        from desktop_unet.engine.lab.case import score_of, sharpness_of
        from desktop_unet.engine.lab.gates import Gated

        self.options = options
        self.pixels_HWC = pixels_HWC
        self.mask = mask
        self.settings = settings_of(pixels_HWC, options, mask)
        self.case: Case = self.settings.case()
        self.first: Gated = Gated(options.skip_card, self.case)
        self.second: Gated = Gated(options.blind_card, self.case)
        self._blind = self.second.picture()
        self._blind_score = score_of(self.case, self._blind)
        self._yardstick = sharpness_of(self.case.truth_HWC, self.case.mask)
        lasting = {"input": self.case.shown(), "no-skip": self._blind, "truth": self.case.truth_HWC}
        self._lasting = {name: code8(picture) for name, picture in lasting.items()}  # whatever the gates

    def pictures(self, gates: tuple[float, ...] | None) -> Pictures:
        """Input, both networks, their difference and the truth; only the first one's decoder runs."""
        from desktop_unet.engine.lab.case import score_of

        usable = gates if gates is not None and len(gates) == self.first.gate_count and gates else None
        first = self.first.picture(usable)
        codes = self._lasting | {"skip": code8(first), "difference": code8(difference(first, self._blind))}
        scores = {"skip": score_of(self.case, first), "no-skip": self._blind_score}
        return Pictures(codes, scores, self._yardstick, self.first.gate_count, usable)

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
        anatomies = [
            anatomy_of(gated.card.config, self.case.input_extent, self.case.scale)
            for gated in (self.first, self.second)
        ]
        level = min(level, len(anatomies[0].levels))
        maps, result_HWC = strongest_maps(self.first, level), code8(self.first.picture())
        return Inside(*anatomies, maps, field, self._field_shown(field), result_HWC)

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


def settings_of(pixels_HWC: Code, options: LabOptions, mask: NDArray[np.uint8] | None = None) -> LabSettings:
    """The lab's options as a sheet keeps them."""
    from desktop_unet.evaluation.lab_settings import LabSettings

    box = options.crop.within(Extent(*pixels_HWC.shape[:2]))
    crop = np.ascontiguousarray(pixels_HWC[box.slices])
    if options.task == "upscale":
        mask = None
    elif mask is None:
        mask = mask_for(_seeded_holes(options), Extent(*crop.shape[:2]), options.seed)
    facts = {"kind": "lab", "holes": options.holes, "seed": options.seed}
    cards = (options.skip_card, options.blind_card)
    return LabSettings(crop, mask, SCALE if mask is None else 1, cards, options.gates, facts)


def _seeded_holes(options: LabOptions) -> str:
    """What ``imaging.holes`` calls the holes; the usual ones where a mask was drawn and is not there."""
    return HOLES.get(options.holes, HOLES[LabOptions().holes])


def photo_pixels(photo: Photo) -> Code:
    """(H, W, 3) uint8, whatever the photo's depth."""
    pixels = photo.pixels
    if pixels.dtype != np.uint8:
        pixels = unit_to_code(code_to_unit(pixels), np.uint8)
    return pixels.astype(np.uint8, copy=False)


def sample_pixels() -> Code:
    """The photo that comes with the program."""
    from desktop_unet.imaging.codec import read_photo
    from desktop_unet.paths import sample_photo

    return photo_pixels(read_photo(sample_photo()))


def read_pixels(path: Path) -> Code:
    """A photo from a file; raises as ``read_photo``."""
    from desktop_unet.imaging.codec import read_photo

    return photo_pixels(read_photo(path))


def middle_crop(pixels_HWC: Code) -> Rect:
    """The largest crop in the middle of a photo."""
    height, width = (min(side, CROP_PX) for side in pixels_HWC.shape[:2])
    return Rect((pixels_HWC.shape[0] - height) // 2, (pixels_HWC.shape[1] - width) // 2, height, width)


@dataclass(frozen=True)
class LabCards:
    """Networks that the lab can use: pairs of (with gates, without skips) by task, and upsamplings by variant."""

    pairs: dict[str, tuple[tuple[str, str], ...]]
    upsamplings: tuple[str, ...]
    own: tuple[str, ...] = ()


def list_lab_cards() -> LabCards:
    """From the cards of the program and the user's own; torch-free."""
    from desktop_unet.models.card import list_cards

    cards = {card.name: card for card in list_cards()}
    pairs: dict[str, list[tuple[str, str]]] = {"upscale": [], "inpaint": []}
    for name, card in sorted(cards.items(), key=lambda item: (item[1].family != "exercise", item[0])):
        twin = f"{name.removesuffix('-skip')}-no-skip"
        if card.variant == "skip" and (card.task == "inpaint" or SCALE in card.scales):
            other = twin if twin in cards else _any_blind(cards, card.task)
            if other is not None:
                pairs[card.task].append((name, other))
    ups = [f"exercise-upscale-{kind}-{variant}" for variant in ("skip", "no-skip") for kind in UPSAMPLINGS]
    own = tuple(name for name, card in cards.items() if card.family == "own")
    return LabCards(
        {task: tuple(found) for task, found in pairs.items()}, tuple(name for name in ups if name in cards), own
    )


def _any_blind(cards: dict[str, Any], task: str) -> str | None:
    fitting = (name for name, card in cards.items() if card.task == task and card.variant == "no-skip")
    return next((name for name in fitting if task == "inpaint" or SCALE in cards[name].scales), None)


def draw_sheet_file(settings: LabSettings, path: Path) -> Path:
    """Draw the sheet and write it; the user has agreed to replacing."""
    from desktop_unet.evaluation.lab_sheet import draw_lab_sheet
    from desktop_unet.evaluation.sheet_file import write_sheet

    return write_sheet(draw_lab_sheet(settings).sheet_HWC, settings, path, overwrite=True)


def open_sheet(path: Path) -> LabSettings:
    """What a sheet carries; raises ``SheetUnreadable``."""
    from desktop_unet.evaluation.sheet_file import read_sheet

    return read_sheet(path)


def challenge(
    pixels_HWC: Code,
    options: LabOptions,
    mask: NDArray[np.uint8] | None,
    noise: float,
    quality: int | None,
    report: Report,
) -> Taken:
    """Damage the crop's photo by the seed (and the mask, where there is one), restore with both networks, score."""
    from desktop_unet.evaluation.challenge import Challenge, mean_error, take_challenge
    from desktop_unet.imaging.heat import heat_map

    task = Challenge(
        scale=SCALE if options.task == "upscale" else 1,
        mask=mask if options.task == "inpaint" else None,
        holes=_seeded_holes(options) if options.task == "inpaint" and mask is None else None,
        noise=noise,
        quality=quality,
        seed=options.seed,
        cards={"skip": options.skip_card, "no-skip": options.blind_card},
    )
    box = options.crop.within(Extent(*pixels_HWC.shape[:2]))
    outcome = take_challenge(task, Photo(np.ascontiguousarray(pixels_HWC[box.slices])), report)
    truth = outcome.pictures["truth"]
    restored = {name: outcome.pictures[name] for name in outcome.scores}
    return Taken(
        outcome.mask,
        outcome.scores,
        {name: code8(picture) for name, picture in outcome.pictures.items()},
        {name: code8(heat_map(picture, truth)) for name, picture in restored.items()},
        {name: mean_error(picture, truth) for name, picture in restored.items()},
    )


def code8(picture_HWC: UnitImage) -> Code:
    """For the screen: (H, W, 3) uint8."""
    return np.ascontiguousarray(unit_to_code(picture_HWC, np.uint8).astype(np.uint8, copy=False))


def difference(first: UnitImage, second: UnitImage) -> UnitImage:
    """Amplified four times around middle gray."""
    return np.clip(0.5 + 4 * (first - second), 0, 1).astype(np.float32)


def _steps(report: Report, text: str) -> Callable[[int, int], None]:
    return lambda done, total: report(Step(done, total, text))

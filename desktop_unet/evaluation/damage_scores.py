"""How well damage is found: precision, recall and F1 on photos that are damaged by code, and marks on sound ones.

Comes in: a folder of good photos and a finder. Goes out: scores per kind of damage and threshold. The kinds are those
that no training sees (``imaging.defects.withheld``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.restore import ignore_steps, run
from desktop_unet.engine.task import Choices, FindDamageRequest, Report, Result, Step
from desktop_unet.evaluation.pairs import find_photos, mean
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.defects.film import FilmShapes
from desktop_unet.imaging.defects.old_photo import Kinds, OldPhoto, draw_marks, kinds_of_damage, make_old, usual_count
from desktop_unet.imaging.finding_scores import Counts, count_marks
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import to_8_bits
from desktop_unet.imaging.scratches import scratches_above, survey_scratches

TOGETHER = "all kinds"
THRESHOLDS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

Marks = Callable[[float], NDArray[np.bool_]]
"""A threshold in, the pixels that are marked out."""


@dataclass(frozen=True, eq=False)
class Finder:
    """What looks for damage.

    Args:
        name: of the card, or ``classical``.
        look: a photo in; then it can be asked for any threshold.
        device, precision: how it runs.
    """

    name: str
    look: Callable[[Photo], Marks]
    device: str
    precision: str


def network_finder(choices: Choices) -> Finder:
    """The network that the choices ask for; raises as ``engine.restore.run``."""

    def ask(photo: Photo) -> Result:
        return run(FindDamageRequest(photo, choices))

    def look(photo: Photo) -> Marks:
        likely = ask(photo).found_HW
        assert likely is not None, "what a finder gives"
        return lambda threshold: likely >= threshold

    first = ask(Photo(np.zeros((1, 1, 3), np.uint8)))  # opens the network, or says why it cannot be
    return Finder(first.card, look, first.device, first.precision)


def classical_finder() -> Finder:
    """``imaging.scratches``, which has learnt nothing."""

    def look(photo: Photo) -> Marks:
        survey = survey_scratches(photo)
        return lambda threshold: scratches_above(survey, threshold) > 0

    return Finder("classical", look, "cpu", "-")


@dataclass(frozen=True)
class KindScore:
    """Precision, recall and F1 on one kind of damage, all photos counted together."""

    kind: str
    threshold: float
    precision: float
    recall: float
    f1: float


@dataclass
class _Tally:
    """Counts and false marks at one threshold."""

    counts: dict[str, Counts] = field(default_factory=dict)
    sound_shares: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class DamageTable:
    """Scores of a folder, and what made them.

    Args:
        finder, device, precision: what looked.
        seconds: for looking, photos of all kinds and sound ones together.
        megapixels: that were looked at.
        threshold: the one given, or the one with the best F1 of all kinds together.
        scores: at that threshold, ``all kinds`` first.
        sound_mean, sound_worst: share of pixels marked on undamaged photos, at that threshold.
        scanned: F1 of all kinds together and the mean share on undamaged photos, for each threshold tried.
    """

    finder: str
    device: str
    precision: str
    seconds: float
    megapixels: float
    threshold: float
    scores: tuple[KindScore, ...]
    sound_mean: float
    sound_worst: float
    scanned: tuple[tuple[float, float, float], ...]


def evaluate_damage(
    folder: Path,
    finder: Finder,
    *,
    threshold: float | None = None,
    shapes: Path | None = None,
    seed: int = 0,
    report: Report = ignore_steps,
) -> DamageTable:
    """Damage every photo of a folder, with each kind alone and all together, and look for the damage.

    Args:
        folder: photos without damage.
        finder: what looks.
        threshold: 0..1; None tries ``THRESHOLDS``.
        shapes: folder of film damage, of which those withheld from training are used; None draws damage alone.
        seed: of the first photo's damage; the others' follow.
        report: called before each photo.

    Raises:
        Mishap: as ``find_photos`` and ``read_photo``.
    """
    files = find_photos(folder)
    kinds = kinds_of_damage(None if shapes is None else FilmShapes(shapes, withheld=True), withheld=True)
    tallies = {each: _Tally() for each in (THRESHOLDS if threshold is None else (threshold,))}
    seconds, pixels = 0.0, 0
    for number, path in enumerate(files):
        report(Step(number, len(files), f"Measuring {path.stem}"))
        photo = read_photo(path, whole=True)
        photo = photo.with_pixels(to_8_bits(photo.pixels))
        for kind, case in (("", None), *_cases(photo, kinds, seed + number)):
            began = time.perf_counter()
            marks = finder.look(photo if case is None else photo.with_pixels(case.pixels))
            seconds, pixels = seconds + time.perf_counter() - began, pixels + photo.extent.pixels
            for each, tally in tallies.items():
                _count(tally, kind, case, marks(each))
    return _table(finder, tallies, seconds, pixels / 1e6)


def _cases(photo: Photo, kinds: Kinds, seed: int) -> list[tuple[str, OldPhoto]]:
    """The photo damaged by all kinds together and by each alone, the same for the same seed."""
    chosen: list[tuple[str, Kinds]] = [(TOGETHER, kinds), *((kind, {kind: kinds[kind]}) for kind in kinds)]
    cases = []
    for number, (name, these) in enumerate(chosen):
        rng = np.random.Generator(np.random.PCG64([seed, number]))
        layers = draw_marks(photo.extent, these, usual_count(photo.extent, rng), rng)
        cases.append((name, make_old(np.asarray(photo.pixels, np.uint8), layers, rng)))
    return cases


def _count(tally: _Tally, kind: str, case: OldPhoto | None, marked: NDArray[np.bool_]) -> None:
    if case is None:
        tally.sound_shares.append(float(marked.mean()))
    else:
        tally.counts[kind] = tally.counts.get(kind, Counts()) + count_marks(marked, case.truth)


def _table(finder: Finder, tallies: Mapping[float, _Tally], seconds: float, megapixels: float) -> DamageTable:
    scanned = tuple((each, tally.counts[TOGETHER].f1, mean(tally.sound_shares)) for each, tally in tallies.items())
    best = max(scanned, key=lambda row: row[1])[0]
    chosen = tallies[best]
    scores = _kind_scores(best, chosen.counts)
    worst = max(chosen.sound_shares)
    return DamageTable(
        finder.name, finder.device, finder.precision, seconds, megapixels, best, scores,
        mean(chosen.sound_shares), worst, scanned,
    )  # fmt: skip


def _kind_scores(threshold: float, counts: Mapping[str, Counts]) -> tuple[KindScore, ...]:
    return tuple(KindScore(kind, threshold, each.precision, each.recall, each.f1) for kind, each in counts.items())

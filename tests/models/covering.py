"""A few cases in place of all: chosen so that whatever can go together does so in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

Setting = tuple[str, object]
"""Name of an option and its value."""


def meetings(case: Mapping[str, object], together: int) -> set[tuple[Setting, ...]]:
    """Every ``together`` options of a case with the values that they have in it."""
    return set(combinations(sorted(case.items()), together))


def covering(cases: Iterable[Mapping[str, object]], together: int) -> list[int]:
    """Numbers of cases in which any ``together`` options meet in every way in which they do in all of ``cases``.

    Greedy: the case that shows the most that was not seen yet comes next. With ``together`` of 2 this is known as
    pairwise testing.
    Source: Cohen et al., "The AETG system: an approach to testing based on combinatorial design" (1997).
    """
    unseen = {number: meetings(case, together) for number, case in enumerate(cases)}
    chosen = []
    while unseen:
        best = max(unseen, key=lambda number: (len(unseen[number]), -number))
        seen = unseen.pop(best)
        chosen.append(best)
        unseen = {number: rest for number, more in unseen.items() if (rest := more - seen)}
    return chosen

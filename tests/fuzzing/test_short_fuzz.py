"""A short run of what ``make fuzz`` does for ten minutes, the same files each time; and every file that it found."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzzing.targets import FOUND, TARGETS, mutated, try_one

RUNS = 120


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_is_read(tmp_path: Path, name: str) -> None:
    target = TARGETS[name]
    assert all(try_one(target, seed, tmp_path) for seed in target.seeds())


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_files_are_read_or_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    target, chance = TARGETS[name], random.Random(name)
    seeds = target.seeds()
    taken = [try_one(target, mutated(chance.choice(seeds), chance), tmp_path) for _ in range(RUNS)]
    assert name == "settings" or 0 < sum(taken) < RUNS  # settings are always read, damage and all


@pytest.mark.parametrize("path", sorted(FOUND.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_fuzzing_has_found_is_mended(tmp_path: Path, path: Path) -> None:
    try_one(TARGETS[path.parent.name], path.read_bytes(), tmp_path)

"""What a run will take is said from runs of its kind on this machine, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop_unet.document.document import Document
from desktop_unet.document.strokes import FILL
from desktop_unet.engine.task import Choices
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.settings import Settings, load_settings, save_settings
from desktop_unet.studio.networks import Networks
from desktop_unet.studio.options import Options
from desktop_unet.studio.orders import Desk
from desktop_unet.studio.run_times import KINDS_KEPT, RUNS_KEPT, Run, estimate_of, run_of, seconds_of, with_run

NETWORKS = Networks({}, (1, 2, 4, 8), frozenset({"skip"}))
RUN = Run("x4", 2.0, Extent(4000, 8000), 3 + 16 / 3)


def desk(**options: object) -> Desk:
    document = Document(Photo(np.zeros((400, 600, 3), np.uint8)))
    return Desk(replace(Options(), **options), document, NETWORKS, Choices())


def run(made: Desk, settings: Settings | None = None) -> Run | None:
    return run_of(made, settings or Settings(), None)


def test_without_a_measured_run_only_the_result_is_told() -> None:
    estimate = estimate_of(RUN, {})
    assert estimate.seconds is None
    assert estimate.megapixels == 32.0
    assert estimate.bytes == pytest.approx(32e6 * (3 + 16 / 3))


def test_a_second_run_of_the_same_size_takes_as_long() -> None:
    assert seconds_of(2.0, [(2.0, 9.0)]) == pytest.approx(9.0)
    assert seconds_of(2.0, [(2.0, 8.0), (2.0, 10.0)]) == pytest.approx(9.0)


def test_a_larger_photo_takes_longer_but_for_the_beginning() -> None:
    assert seconds_of(20.0, [(2.0, 9.0)]) == pytest.approx(1.0 + 80.0)
    assert seconds_of(12.0, [(0.1, 1.2)]) < 12.0 / 0.1 * 1.2
    two_sizes = [(1.0, 5.0), (4.0, 14.0)]  # two seconds, and three for each megapixel
    assert seconds_of(10.0, two_sizes) == pytest.approx(32.0)
    assert seconds_of(10.0, [(1.0, 5.0), (4.0, 30.0)]) > 50.0  # no beginning below zero


def test_newer_runs_take_the_place_of_old_ones_and_of_kinds_not_run_for_long() -> None:
    times: dict = {}
    for number in range(RUNS_KEPT + 3):
        times = with_run(times, RUN, 10.0 + number)
    assert len(times["x4"]) == RUNS_KEPT
    assert times["x4"][-1] == (2.0, 12.0 + RUNS_KEPT)
    for number in range(KINDS_KEPT):
        times = with_run(times, replace(RUN, kind=str(number)), 1.0)
    assert len(times) == KINDS_KEPT
    assert "x4" not in times


def test_runs_differ_by_what_makes_them_slow_and_not_by_the_photo() -> None:
    kinds = {
        run(desk()).kind,
        run(desk(scale=2)).kind,
        run(desk(quality="best")).kind,
        run(desk(variant="no-skip")).kind,
        run(desk(), Settings(device="cuda")).kind,
        run(desk(), Settings(precision="fp32")).kind,
    }
    assert len(kinds) == 6
    assert run(desk()).kind == run(desk(strength=0.4)).kind


def test_what_is_looked_at_and_what_comes_out() -> None:
    whole = run(desk(scale=2))
    assert (whole.megapixels, whole.extent) == (0.24, Extent(800, 1200))
    marked = desk(task="inpaint")
    assert run(marked) is None  # nothing is marked
    marked.document.mask[180:200, 300:320] = FILL
    marked.document.replace_mask("marks", marked.document.mask.copy())
    marked.document.begin_stroke((190.0, 310.0), 10.0)
    marked.document.end_stroke()
    hole = run(marked)
    assert hole.extent == Extent(400, 600)
    assert 0 < hole.megapixels < 0.15
    deep = Desk(Options(), Document(Photo(np.zeros((40, 60, 3), np.uint16))), NETWORKS, Choices())
    assert run(deep).bytes_per_pixel == pytest.approx(6 + 16 / 3)


def test_times_are_remembered_and_damaged_ones_are_not_believed(tmp_path) -> None:
    path = tmp_path / "settings.json"
    times = with_run({}, RUN, 12.5)
    save_settings(Settings(run_times=times), path)
    assert load_settings(path).run_times == times
    for bad in ('{"x": [[1, -2]]}', '{"x": [[1]]}', '{"x": 3}', "[]", '{"x": [[true, 2]]}'):
        path.write_text(f'{{"theme": "dark", "run_times": {bad}}}')
        assert load_settings(path) == Settings(theme="dark")

"""Zoom and pan: what is under the pointer stays there, and all panes move together."""

from __future__ import annotations

import pytest

from desktop_unet.imaging.geometry import Extent
from desktop_unet.ui.session.view import SNAP, View, snapped

PANE = Extent(600, 900)


@pytest.fixture
def view(qapp) -> View:
    view = View()
    view.set_pane(PANE)
    view.show_new(Extent(2000, 3100))
    return view


@pytest.mark.parametrize("position", [(0.0, 0.0), (-120.0, 200.0), (250.0, -400.0)])
@pytest.mark.parametrize("factor", [1.25, 4.0, 0.8])
def test_the_point_under_the_pointer_stays(view: View, position, factor) -> None:
    view.zoom_at((0.0, 0.0), 3.0)
    before = view.photo_point(position)
    view.zoom_at(position, factor)
    assert view.photo_point(position) == pytest.approx(before)


def test_fitting_shows_all_of_the_photo(view: View) -> None:
    frame = view.frame(PANE)
    assert frame.width() <= PANE.width
    assert frame.height() <= PANE.height
    assert frame.left() > 0
    assert frame.top() > 0


def test_a_small_photo_is_fitted_at_a_whole_multiple(view: View) -> None:
    view.show_new(Extent(100, 130))
    assert view.zoom == 5.0


def test_actual_size_is_one_photo_pixel_per_device_pixel_on_the_pixel_grid(view: View) -> None:
    view.show_actual_size()
    frame = view.frame(PANE)
    assert view.zoom == 1.0
    assert (frame.left(), frame.top()) == (round(frame.left()), round(frame.top()))
    assert frame.width() == 3100


def test_dragging_moves_the_photo_with_the_pointer(view: View) -> None:
    view.show_actual_size()
    before = view.frame(PANE)
    view.pan(30, -50)
    after = view.frame(PANE)
    assert (after.top() - before.top(), after.left() - before.left()) == (30, -50)


def test_an_enlarged_photo_shows_the_same_part_at_the_same_size(view: View) -> None:
    view.show_actual_size()
    view.pan(100, 200)
    before = view.frame(PANE)
    view.show_same_at(Extent(8000, 12400))
    after = view.frame(PANE)
    assert after.width() == pytest.approx(before.width())
    assert after.left() == pytest.approx(before.left(), abs=1)


def test_zoom_has_limits(view: View) -> None:
    view.zoom_by(1e9)
    assert view.zoom == 64
    view.zoom_by(1e-9)
    assert view.zoom >= view.zoom_to_fit / 2


def test_the_photo_cannot_be_dragged_out_of_reach(view: View) -> None:
    view.pan(1e9, -1e9)
    assert 0 <= view.centre[0] <= 2000
    assert 0 <= view.centre[1] <= 3100


def test_a_fitted_photo_stays_fitted_when_the_pane_changes(view: View) -> None:
    view.set_pane(Extent(300, 300))
    assert view.zoom == pytest.approx((300 - 24) / 3100)


@pytest.mark.parametrize("pane", [Extent(600, 900), Extent(601, 901)])
@pytest.mark.parametrize("moves", [(15, -30), (1, 1), (-7, 8)])
def test_the_photo_moves_by_whole_pixels_wherever_it_lies(view: View, pane: Extent, moves: tuple[int, int]) -> None:
    view.set_pane(pane)
    view.show_new(Extent(301, 420))
    view.show_actual_size()
    for _ in range(4):
        before = view.frame(pane)
        view.pan(*moves)
        after = view.frame(pane)
        assert (after.top() - before.top(), after.left() - before.left()) == moves


# --- 100 % ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "after"), [(0.9, 0.98), (1.2, 1.02), (0.8, 1.01), (1.25, 0.975)])
def test_who_comes_near_to_100_percent_is_there(before: float, after: float) -> None:
    assert snapped(before, after) == 1.0


@pytest.mark.parametrize(("before", "after"), [(0.9, 0.96), (1.2, 1.04), (1.0, 1.02), (1.0, 0.98), (1.01, 1.02)])
def test_other_zooms_stay_as_they_are(before: float, after: float) -> None:
    assert snapped(before, after) == after


@pytest.mark.parametrize("factor", [1.005, 1 / 1.005])
def test_small_steps_lead_through_100_percent_and_away_again(view: View, factor: float) -> None:
    """As a touch pad makes them."""
    view.show_actual_size()
    for _ in range(30):
        view.zoom_by(factor)
    assert view.zoom == pytest.approx(factor**30)
    assert abs(view.zoom - 1) > SNAP
    passed = []
    for _ in range(60):
        view.zoom_by(1 / factor)
        passed.append(view.zoom)
    assert 1.0 in passed
    assert abs(view.zoom - 1) > SNAP


def test_the_point_under_the_pointer_stays_where_a_zoom_snaps(view: View) -> None:
    view.zoom_at((0.0, 0.0), 0.9 / view.zoom)
    before = view.photo_point((120.0, -80.0))
    view.zoom_at((120.0, -80.0), 1.1)
    assert view.zoom == 1.0
    assert view.photo_point((120.0, -80.0)) == pytest.approx(before)

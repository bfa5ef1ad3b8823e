"""The frame goes where it is dragged, as far as there is photo, and keeps its proportions."""

from __future__ import annotations

import pytest

from desktop_unet.imaging.framing import Framing, lies_inside
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.studio.cropping import PARTS, SMALLEST_PX, CropFrame

WHOLE = CropFrame.whole(Extent(200, 300))


def test_what_was_not_changed_frames_nothing_anew() -> None:
    assert WHOLE.framing == Framing()
    assert WHOLE.dragged("move", 10, 10) == WHOLE


@pytest.mark.parametrize(
    ("part", "box"),
    [
        ("top left", Rect(20, 30, 180, 270)),
        ("top", Rect(20, 0, 180, 300)),
        ("left", Rect(0, 30, 200, 270)),
        ("top right", Rect(20, 0, 180, 300)),
    ],
)
def test_sides_and_corners_are_dragged(part: str, box: Rect) -> None:
    assert WHOLE.dragged(part, 20, 30).box == box


def test_the_frame_moves_as_far_as_there_is_photo() -> None:
    small = WHOLE.dragged("bottom right", -100, -100)
    assert small.box == Rect(0, 0, 100, 200)
    assert small.dragged("move", 30, 40).box == Rect(30, 40, 100, 200)
    assert small.dragged("move", 500, 500).box == Rect(100, 100, 100, 200)


def test_it_never_gets_too_small_to_grasp() -> None:
    box = WHOLE.dragged("bottom right", -500, -500).box
    assert min(box.height, box.width) >= SMALLEST_PX
    tiny = CropFrame.whole(Extent(3, 5))
    assert tiny.dragged("right", 0, -4).box.extent == Extent(3, 3)


def test_straightening_takes_the_largest_frame_and_keeps_to_its_limits() -> None:
    turned = WHOLE.straightened(5.0)
    assert turned.degrees == 5.0
    assert lies_inside(turned.box, WHOLE.extent, 5.0)
    assert turned.box.extent.pixels < WHOLE.extent.pixels
    assert WHOLE.straightened(99.0).degrees == 15.0
    assert turned.straightened(0.0) == WHOLE


@pytest.mark.parametrize("part", [part for part in PARTS if part != "move"])
@pytest.mark.parametrize("degrees", [0.0, -6.0])
def test_dragging_keeps_proportions_and_nothing_but_the_photo_is_shown(part: str, degrees: float) -> None:
    frame = WHOLE.straightened(degrees).keeping(4 / 3)
    for down, across in ((-40, -30), (25, 60), (-7, 90), (300, 300)):
        frame = frame.dragged(part, down, across)
        assert lies_inside(frame.box, frame.extent, degrees)
        assert frame.box.width / frame.box.height == pytest.approx(4 / 3, rel=0.08)


def test_free_proportions_leave_the_frame_as_it_is() -> None:
    frame = WHOLE.keeping(1.0)
    assert frame.box == Rect(0, 50, 200, 200)
    assert frame.keeping(None).box == frame.box
    assert frame.framing == Framing(0, 0.0, Rect(0, 50, 200, 200))

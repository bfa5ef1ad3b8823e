"""Turned and cropped pixels are the same pixels; straightened ones stay in their depth; metadata stay true."""

from __future__ import annotations

import math

import numpy as np
import pytest

from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.framing import Framing, framed, framed_mask, largest_inside, lies_inside
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Metadata, Photo

EXTENT = Extent(50, 80)
REGIONS = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" '
    b'xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="mine">'
    b'<mwg-rs:Regions><mwg-rs:Area stArea:x="0.25" stArea:y="0.5" stArea:w="0.1" stArea:h="0.2"/></mwg-rs:Regions>'
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def photo(dtype: type = np.uint8, *, alpha: bool = False, xmp: bytes | None = None) -> Photo:
    rng, most = np.random.default_rng(1), np.iinfo(dtype).max
    pixels = rng.integers(0, most, (EXTENT.height, EXTENT.width, 3), dtype=dtype, endpoint=True)
    planes = rng.integers(0, most, (EXTENT.height, EXTENT.width), dtype=dtype, endpoint=True) if alpha else None
    return Photo(pixels, planes, metadata=Metadata(xmp=xmp, dots_per_inch=(300.0, 200.0)))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_turns_move_pixels_clockwise_and_change_none(quarters: int, dtype) -> None:
    before = photo(dtype, alpha=True)
    after = framed(before, Framing(quarters))
    assert np.array_equal(after.pixels, np.rot90(before.pixels, -quarters))
    assert np.array_equal(after.alpha, np.rot90(before.alpha, -quarters))
    assert after.metadata.dots_per_inch == ((200.0, 300.0) if quarters % 2 else (300.0, 200.0))
    assert np.array_equal(framed(after, Framing((4 - quarters) % 4)).pixels, before.pixels)


def test_a_turn_to_the_right_puts_the_left_edge_on_top() -> None:
    before = photo()
    assert np.array_equal(framed(before, Framing(1)).pixels[0], before.pixels[::-1, 0])


def test_a_crop_keeps_the_pixels_of_its_box_after_the_turn() -> None:
    before = photo(np.uint16)
    after = framed(before, Framing(1, 0.0, Rect(10, 5, 30, 20)))
    assert np.array_equal(after.pixels, np.rot90(before.pixels, -1)[10:40, 5:25])
    assert np.array_equal(framed_mask(before.pixels[..., 0].astype(np.uint8), Framing(0, 0.0, Rect(2, 3, 4, 5))),
                          before.pixels[2:6, 3:8, 0].astype(np.uint8))  # fmt: skip


def slope(dtype, degrees: float = 0.0) -> Photo:
    """A soft edge through the centre, turned clockwise."""
    rows, columns = np.mgrid[0:200, 0:300] + 0.5
    turn = math.radians(degrees)
    away = (rows - 100) * math.cos(turn) - (columns - 150) * math.sin(turn)
    most = np.iinfo(dtype).max
    plane = most * (0.5 + 0.4 * np.tanh(away / 12))
    return Photo(np.repeat(np.rint(plane)[..., None], 3, axis=2).astype(dtype), is_gray=True)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("degrees", [-7.0, 3.5])
def test_straightening_turns_what_is_in_the_photo_clockwise_in_its_own_depth(degrees: float, dtype) -> None:
    box = largest_inside(Extent(200, 300), degrees)
    after = framed(slope(dtype), Framing(0, degrees, box))
    wanted = slope(dtype, degrees).pixels[box.slices]
    assert after.pixels.dtype == dtype
    assert after.is_gray
    most = np.iinfo(dtype).max
    assert np.abs(after.pixels.astype(int) - wanted.astype(int)).max() <= max(1, most * 0.0001)
    if dtype == np.uint16:
        assert len(np.unique(after.pixels)) > 2000  # no detour over 8 bits


def test_straightened_marks_keep_their_values() -> None:
    mask = np.zeros((200, 300), np.uint8)
    mask[90:110, 140:160] = 128
    turned = framed_mask(mask, Framing(0, 9.0, largest_inside(Extent(200, 300), 9.0)))
    assert set(np.unique(turned)) == {0, 128}
    assert (turned > 0).sum() == pytest.approx(400, rel=0.05)


@pytest.mark.parametrize("degrees", [0.0, 0.3, -4.0, 15.0])
@pytest.mark.parametrize("proportion", [None, 1.0, 16 / 9, 2 / 3])
def test_the_largest_box_lies_inside_and_hardly_larger_ones_do_not(degrees: float, proportion) -> None:
    extent = Extent(200, 300)
    box = largest_inside(extent, degrees, proportion)
    assert lies_inside(box, extent, degrees)
    wanted = extent.width / extent.height if proportion is None else proportion
    assert box.width / box.height == pytest.approx(wanted, rel=0.02)
    assert not lies_inside(box.grown(3), extent, degrees)


def test_the_same_frame_of_the_photo_at_another_size() -> None:
    framing = Framing(1, 2.0, Rect(40, 20, 100, 60))
    small = framing.at(Extent(200, 320), Extent(50, 80))
    assert small == Framing(1, 2.0, Rect(10, 5, 25, 15))
    assert Framing(0, 0.0, Rect(198, 318, 1, 1)).at(Extent(200, 320), Extent(5, 8)).box.extent == Extent(1, 1)
    assert Framing(3).at(Extent(200, 320), Extent(50, 80)) == Framing(3)


def test_regions_turn_with_the_photo_and_go_where_it_is_cropped() -> None:
    turned = framed(photo(xmp=REGIONS), Framing(1))
    assert b'stArea:x="0.5" stArea:y="0.25"' in turned.metadata.xmp
    assert turned.notes == ()
    cropped = framed(photo(xmp=REGIONS), Framing(0, 0.0, Rect(0, 0, 20, 30)))
    assert b"Area" not in cropped.metadata.xmp.partition(b'dc:source="mine">')[2]
    assert b'dc:source="mine"' in cropped.metadata.xmp
    assert [str(note) for note in cropped.notes] == [
        "The faces and regions that its XMP names were left out: they lie elsewhere now."
    ]


def test_a_framed_photo_is_written_with_its_depth_and_metadata(tmp_path) -> None:
    before = photo(np.uint16, xmp=REGIONS)
    after = framed(before, Framing(1, 0.0, Rect(3, 4, 60, 41)))
    write_photo(after, tmp_path / "framed.png")
    found = read_photo(tmp_path / "framed.png")
    assert found.depth_bits == 16
    assert np.array_equal(found.pixels, after.pixels)
    assert b'dc:source="mine"' in found.metadata.xmp
    assert found.metadata.dots_per_inch == pytest.approx((200.0, 300.0), rel=0.01)

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from scipy import ndimage

from desktop_unet.errors import FileMissing, MaskEmpty, MaskSizeDiffers, NotAPhoto, OutputExists
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.holes import mask_for
from desktop_unet.imaging.mask import grow, holes, mask_rect, read_mask, read_soft_mask, shrink, write_mask

EXTENT = Extent(30, 44)


def spots(*boxes: Rect, extent: Extent = EXTENT):
    mask = np.zeros((extent.height, extent.width), np.uint8)
    for box in boxes:
        mask[box.slices] = 255
    return mask


def save(tmp_path, pixels, mode=None, suffix=".png"):
    image = Image.fromarray(pixels)
    path = tmp_path / f"mask{suffix}"
    (image.convert(mode) if mode else image).save(path)
    return path


MARKED = spots(Rect(3, 5, 6, 9), Rect(20, 30, 4, 10))


@pytest.mark.parametrize("mode", ["L", "1", "RGB", "RGBA", "LA", "P"])
def test_white_fills_in_pictures_of_every_kind(tmp_path, mode):
    found = read_mask(save(tmp_path, MARKED, mode), EXTENT)
    assert found.dtype == np.uint8
    assert np.array_equal(found, MARKED)


@pytest.mark.parametrize("suffix", [".jpg", ".bmp", ".tif", ".webp"])
def test_white_fills_in_files_of_every_format(tmp_path, suffix):
    found = read_mask(save(tmp_path, MARKED, "RGB", suffix), EXTENT)
    assert (found != MARKED).mean() < 0.05


def test_gray_counts_from_the_middle(tmp_path):
    steps = np.zeros((30, 44), np.uint8)
    steps[:, 10], steps[:, 20], steps[:, 30] = 127, 128, 200
    found = read_mask(save(tmp_path, steps), EXTENT)
    assert np.flatnonzero(found[0]).tolist() == [20, 30]


def test_a_16_bit_mask_counts_from_the_middle_too(tmp_path):
    steps = np.zeros((30, 44), np.uint16)
    steps[:, 10], steps[:, 20] = 32_000, 33_000
    found = read_mask(save(tmp_path, steps), EXTENT)
    assert np.flatnonzero(found[0]).tolist() == [20]


@pytest.mark.parametrize("colour", [(0, 0, 0), (200, 0, 0), (255, 255, 255)])
def test_strokes_of_any_colour_on_a_transparent_ground_fill(tmp_path, colour):
    layer = np.zeros((30, 44, 4), np.uint8)
    layer[..., :3] = colour
    layer[..., 3] = MARKED
    assert np.array_equal(read_mask(save(tmp_path, layer), EXTENT), MARKED)


def test_transparent_white_keeps(tmp_path):
    layer = np.full((30, 44, 4), 255, np.uint8)
    layer[..., 3] = MARKED
    assert np.array_equal(read_mask(save(tmp_path, layer), EXTENT), MARKED)


def test_a_mask_of_another_size_names_both_sizes(tmp_path):
    with pytest.raises(MaskSizeDiffers, match=r"44 × 30 pixels, the photo 31 × 44"):
        read_mask(save(tmp_path, MARKED), Extent(44, 31))


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_a_mask_that_marks_nothing_is_refused(tmp_path, mode):
    with pytest.raises(MaskEmpty):
        read_mask(save(tmp_path, np.zeros_like(MARKED), mode), EXTENT)


def test_a_wholly_transparent_mask_is_refused(tmp_path):
    with pytest.raises(MaskEmpty):
        read_mask(save(tmp_path, np.zeros((30, 44, 4), np.uint8)), EXTENT)


def test_masks_that_cannot_be_read(tmp_path):
    with pytest.raises(FileMissing):
        read_mask(tmp_path / "no.png", EXTENT)
    (tmp_path / "text.png").write_text("not a picture")
    with pytest.raises(NotAPhoto):
        read_mask(tmp_path / "text.png", EXTENT)


def test_a_written_mask_is_read_again(tmp_path):
    path = write_mask(MARKED, tmp_path / "mask.png").path
    assert np.array_equal(read_mask(path, EXTENT), MARKED)
    with pytest.raises(OutputExists):
        write_mask(MARKED, path)


def test_the_box_around_a_mask():
    assert mask_rect(MARKED) == Rect(3, 5, 21, 35)
    assert mask_rect(spots(Rect(29, 43, 1, 1))) == Rect(29, 43, 1, 1)
    assert mask_rect(spots()) is None


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 12), st.integers(0, 10_000))
def test_growing_marks_exactly_what_is_near_enough(px, seed):
    mask = mask_for("scratches", Extent(61, 47), seed)
    expected = ndimage.distance_transform_edt(mask == 0) <= px
    grown = grow(mask, px)
    assert grown.dtype == np.uint8
    assert np.array_equal(grown, np.where(expected, 255, 0))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 8), st.integers(0, 10_000))
def test_shrinking_keeps_exactly_what_is_far_enough_inside(px, seed):
    mask = mask_for("brush 20-40%", Extent(61, 47), seed)
    expected = ndimage.distance_transform_edt(mask > 0) > px
    assert np.array_equal(shrink(mask, px), np.where(expected, 255, 0))


def test_the_photos_border_takes_nothing_from_a_mask_that_reaches_it():
    assert np.array_equal(shrink(spots(Rect(0, 0, 30, 20)), 3), spots(Rect(0, 0, 30, 17)))


def test_an_empty_mask_stays_empty_and_a_full_one_full():
    empty, full = spots(), spots(EXTENT.rect)
    assert np.array_equal(grow(empty, 5), empty)
    assert np.array_equal(shrink(full, 5), full)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.floats(0.01, 0.7))
def test_holes_without_merging_are_the_connected_groups(seed, density):
    mask = np.where(np.random.default_rng(seed).random((23, 31)) < density, 255, 0).astype(np.uint8)
    labels, _ = ndimage.label(mask, np.ones((3, 3)))
    found = ndimage.find_objects(labels)
    groups = [Rect.from_edges(rows.start, columns.start, rows.stop, columns.stop) for rows, columns in found]
    boxes = holes(mask, 1)
    # Groups whose boxes meet share one; each group lies in exactly one box.
    for group in groups:
        assert sum(box.intersection(group) == group for box in boxes) == 1
    if all(first.grown(1).intersection(second).is_empty for first in groups for second in groups if first != second):
        assert sorted(boxes, key=str) == sorted(groups, key=str)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.integers(1, 20))
def test_holes_hold_everything_and_lie_apart(seed, merge_px):
    rng = np.random.default_rng(seed)
    places = rng.integers((0, 0, 1, 1), (82, 122, 9, 9), (9, 4)).tolist()
    mask = spots(*[Rect(*place) for place in places], extent=Extent(90, 130))
    boxes = holes(mask, merge_px)
    left_over = mask.copy()
    for box in boxes:
        assert mask_rect(mask[box.slices]) == Rect(0, 0, box.height, box.width)
        left_over[box.slices] = 0
    assert not left_over.any()
    for index, first in enumerate(boxes):
        for second in boxes[index + 1 :]:
            assert first.grown(merge_px).intersection(second).is_empty


def test_far_holes_stay_apart_and_near_ones_join():
    near, far = Rect(2, 2, 3, 3), Rect(2, 40, 3, 3)
    assert holes(spots(near, far), 8) == [near, far]
    assert holes(spots(near, Rect(2, 8, 3, 3), far), 8) == [Rect(2, 2, 3, 9), far]
    assert holes(spots(), 8) == []


def test_thousands_of_specks_are_grouped_quickly():
    mask = np.where(np.random.default_rng(0).random((1000, 1500)) < 0.02, 255, 0).astype(np.uint8)
    assert holes(mask, 32) == [mask_rect(mask)]


@pytest.mark.parametrize("shape", [(3, 40), (40, 3), (1, 1)])
def test_growing_and_shrinking_by_more_than_a_side_is_no_trouble(shape):
    mask = np.zeros(shape, np.uint8)
    mask[shape[0] // 2, shape[1] // 2] = 255
    rows, columns = np.indices(shape)
    disc = (rows - shape[0] // 2) ** 2 + (columns - shape[1] // 2) ** 2 <= 7**2
    assert np.array_equal(grow(mask, 7) > 0, disc)
    assert not shrink(mask, 7).any() or mask.size == 1


def test_a_soft_mask_comes_back_from_a_png_value_by_value(tmp_path):
    shades = np.arange(30 * 44, dtype=np.uint32).reshape(30, 44).astype(np.uint8)
    shades[:, :4] = 0  # something is to be left of the photo
    path = write_mask(shades, tmp_path / "soft.png").path
    assert np.array_equal(read_soft_mask(path, EXTENT), shades)


@pytest.mark.parametrize(
    ("mode", "suffix"), [("L", ".jpg"), ("RGB", ".png"), ("RGBA", ".png"), ("LA", ".png"), ("1", ".png")]
)
def test_other_masks_are_read_softly_as_they_are_read_hard(tmp_path, mode, suffix):
    path = save(tmp_path, MARKED, mode, suffix)
    assert np.array_equal(read_soft_mask(path, EXTENT), read_mask(path, EXTENT))


def test_a_soft_mask_that_marks_nothing_or_has_another_size_is_refused(tmp_path):
    path = save(tmp_path, np.zeros_like(MARKED))
    with pytest.raises(MaskEmpty):
        read_soft_mask(path, EXTENT)
    with pytest.raises(MaskSizeDiffers):
        read_soft_mask(path, Extent(44, 31))
    with pytest.raises(FileMissing):
        read_soft_mask(tmp_path / "none.png", EXTENT)

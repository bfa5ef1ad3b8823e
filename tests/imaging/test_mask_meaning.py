"""What is taken for a mask, and as which: a picture that is none must not destroy the photo."""

import numpy as np
import pytest
import tifffile
from PIL import Image

from desktop_unet.errors import MaskEmpty, MaskFull, MaskShapeSame, MaskSizeDiffers, MaskUnclear
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.mask import Wishes, read_mask, read_soft_mask, read_wanted_mask
from desktop_unet.imaging.shaping import feathered

EXTENT = Extent(90, 130)
HOLE = Rect(20, 30, 25, 40)


def scene(seed=0):
    """A picture with colours and grain everywhere, as photos have."""
    rng = np.random.default_rng(seed)
    down, across = np.mgrid[0:90, 0:130]
    waves = [120 + 80 * np.sin(down / (9 + 4 * c) + seed) * np.cos(across / (14 - 3 * c)) for c in range(3)]
    return np.clip(np.stack(waves, axis=-1) + rng.normal(0, 4, (90, 130, 3)), 0, 254).astype(np.uint8)


def hole(extent=EXTENT, box=HOLE):
    mask = np.zeros((extent.height, extent.width), np.uint8)
    mask[box.slices] = 255
    return mask


MARKED = hole()


@pytest.fixture
def photo(tmp_path):
    Image.fromarray(scene()).save(tmp_path / "photo.png")
    return read_photo(tmp_path / "photo.png")


def save(tmp_path, picture, name="mask.png", **options):
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    image.save(tmp_path / name, **options)
    return tmp_path / name


def erased(mode="RGBA"):
    image = Image.fromarray(scene()).convert("L" if mode == "LA" else "RGB")
    image.putalpha(Image.fromarray(255 - MARKED))
    return image


def painted(colour):
    copy = scene()
    copy[HOLE.slices] = colour
    return copy


@pytest.mark.parametrize("top", [1, 2, 100, 127])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("read", [read_mask, read_soft_mask])
def test_labels_count_as_black_and_white_whatever_their_number(tmp_path, top, dtype, read):
    path = save(tmp_path, (MARKED > 0).astype(dtype) * dtype(top))
    assert np.array_equal(read(path, EXTENT), MARKED)


def test_a_16_bit_picture_that_holds_8_bits_is_read_as_that(tmp_path):
    soft = feathered(MARKED, 3)
    path = save(tmp_path, soft.astype(np.uint16))
    assert np.array_equal(read_mask(path, EXTENT) > 0, soft >= 128)


def test_two_shades_of_gray_are_told_by_the_middle(tmp_path):
    path = save(tmp_path, np.where(MARKED > 0, 200, 60).astype(np.uint8))
    assert np.array_equal(read_mask(path, EXTENT), MARKED)


def test_a_photo_in_black_and_white_is_no_mask_of_itself(tmp_path):
    path = save(tmp_path, Image.fromarray(scene()).convert("1"))
    with pytest.raises(MaskUnclear):
        read_mask(path, EXTENT, read_photo(path))


def test_a_palette_of_two_marks_what_is_not_black(tmp_path):
    image = Image.fromarray((MARKED > 0).astype(np.uint8), "P")
    image.putpalette([0, 0, 0, 128, 0, 0])
    assert np.array_equal(read_mask(save(tmp_path, image), EXTENT), MARKED)


@pytest.mark.parametrize("name", ["mask.png", "mask.tif", "mask.webp"])
@pytest.mark.parametrize("knows_photo", [True, False])
def test_what_was_erased_from_a_photo_is_the_hole(tmp_path, photo, name, knows_photo):
    path = save(tmp_path, erased(), name)
    assert np.array_equal(read_mask(path, EXTENT, photo if knows_photo else None), MARKED)


def test_what_was_erased_from_a_gray_copy_is_the_hole(tmp_path, photo):
    assert np.array_equal(read_mask(save(tmp_path, erased("LA")), EXTENT, photo), MARKED)


def test_a_photo_erased_but_for_a_little_marks_most_of_it_and_hints_at_that(tmp_path, photo):
    image = Image.fromarray(scene())
    image.putalpha(Image.fromarray(MARKED))
    mask, notes = read_wanted_mask(save(tmp_path, image), photo, Wishes())
    assert np.array_equal(mask, 255 - MARKED)
    assert "marks 91 %" in notes[0]
    assert "--invert-mask" in notes[0]


def test_strokes_of_several_colours_on_a_transparent_ground_fill(tmp_path, photo):
    layer = np.zeros((90, 130, 4), np.uint8)
    layer[HOLE.slices] = (200, 10, 10, 255)
    layer[60:70, 5:100] = (10, 220, 10, 255)
    assert np.array_equal(read_mask(save(tmp_path, layer), EXTENT, photo) > 0, layer[..., 3] > 0)


@pytest.mark.parametrize("colour", [(255, 0, 0), (255, 255, 255), (0, 0, 0), (0, 255, 0)])
def test_what_was_painted_over_in_a_copy_is_the_hole(tmp_path, photo, colour):
    assert np.array_equal(read_mask(save(tmp_path, painted(colour)), EXTENT, photo), MARKED)


def test_another_texture_in_one_place_of_a_copy_is_the_hole(tmp_path, photo):
    copy = scene()
    copy[HOLE.slices] = 255 - copy[HOLE.slices]
    assert np.array_equal(read_mask(save(tmp_path, copy), EXTENT, photo), MARKED)


def test_a_painted_copy_saved_with_losses_is_understood_with_a_little_around(tmp_path, photo):
    path = save(tmp_path, painted((255, 0, 0)), "copy.jpg", quality=95)
    found = read_mask(path, EXTENT, photo) > 0
    assert found[MARKED > 0].all()
    assert not found[hole(box=HOLE.grown(6)) == 0].any()


NO_MASKS = {
    "the photo": lambda: scene(),
    "the photo in gray": lambda: np.array(Image.fromarray(scene()).convert("L")),
    "another photo": lambda: scene(7),
    "another photo in gray": lambda: np.array(Image.fromarray(scene(7)).convert("L")),
    "the photo brightened": lambda: np.minimum(scene(), 205) + np.uint8(50),
    "a copy painted over for the most part": lambda: np.where(MARKED[..., None] > 0, scene(), np.uint8(255)),
    "a copy of the photo of 16 bits": lambda: np.array(Image.fromarray(scene()).convert("L")).astype(np.uint16) * 257,
}


@pytest.mark.parametrize("case", NO_MASKS)
@pytest.mark.parametrize("read", [read_mask, read_soft_mask])
def test_pictures_that_are_no_masks_are_refused_with_what_a_mask_is(tmp_path, photo, case, read):
    with pytest.raises(MaskUnclear, match="white where the photo is filled and black everywhere else"):
        read(save(tmp_path, NO_MASKS[case]()), EXTENT, photo)


def test_painted_copies_are_refused_where_the_photo_is_not_known(tmp_path):
    with pytest.raises(MaskUnclear):
        read_mask(save(tmp_path, painted((255, 0, 0))), EXTENT)


def test_a_lossy_copy_that_is_retouched_in_many_colours_is_not_certain(tmp_path, photo):
    copy = scene()
    copy[HOLE.slices] = scene(9)[HOLE.slices]
    with pytest.raises(MaskUnclear):
        read_mask(save(tmp_path, copy, "copy.jpg", quality=90), EXTENT, photo)


@pytest.mark.parametrize("name", ["mask.png", "mask.jpg"])
@pytest.mark.parametrize("px", [2, 8, 15])
def test_edges_may_be_soft(tmp_path, photo, px, name):
    soft = feathered(MARKED, px)
    found = read_mask(save(tmp_path, soft, name), EXTENT, photo)
    assert ((found > 0) != (soft >= 128)).mean() < 0.01


def test_tiff_masks_with_white_as_zero(tmp_path):
    tifffile.imwrite(tmp_path / "mask.tif", 255 - MARKED, photometric="miniswhite", metadata=None)
    assert np.array_equal(read_mask(tmp_path / "mask.tif", EXTENT), MARKED)


@pytest.mark.parametrize("value", [1, 128, 255])
def test_a_mask_that_marks_everything_is_refused(tmp_path, value):
    with pytest.raises(MaskFull):
        read_mask(save(tmp_path, np.full((90, 130), value, np.uint8)), EXTENT)


def test_a_mask_that_marks_all_but_a_few_pixels_is_refused(tmp_path):
    nearly = np.full((90, 130), 255, np.uint8)
    nearly[40:44, 50:54] = 0
    with pytest.raises(MaskFull):
        read_mask(save(tmp_path, nearly), EXTENT)
    nearly[40:44, 54] = 0
    assert np.array_equal(read_mask(save(tmp_path, nearly), EXTENT), nearly)


def test_inverted_grown_and_both(tmp_path, photo):
    path = save(tmp_path, MARKED)
    mask, notes = read_wanted_mask(path, photo, Wishes(inverts=True))
    assert np.array_equal(mask, 255 - MARKED)
    assert len(notes) == 1
    mask, notes = read_wanted_mask(path, photo, Wishes(grown_px=3))
    assert mask[HOLE.top - 3, HOLE.left] == 255
    assert mask[HOLE.top - 4, HOLE.left] == 0
    assert notes == ()
    mask, _ = read_wanted_mask(save(tmp_path, 255 - MARKED, "negative.png"), photo, Wishes(inverts=True, grown_px=3))
    assert np.array_equal(mask, read_wanted_mask(path, photo, Wishes(grown_px=3))[0])
    with pytest.raises(MaskFull):
        read_wanted_mask(path, photo, Wishes(grown_px=200))


@pytest.mark.parametrize("factor", [0.5, 2, 3])
def test_a_mask_of_another_size_and_the_same_shape_is_scaled_if_asked(tmp_path, photo, factor):
    size = (round(130 * factor), round(90 * factor))
    path = save(tmp_path, Image.fromarray(MARKED).resize(size, Image.Resampling.NEAREST))
    with pytest.raises(MaskShapeSame, match="--scale-mask"):
        read_wanted_mask(path, photo, Wishes())
    mask, _ = read_wanted_mask(path, photo, Wishes(scales=True))
    assert (mask != MARKED).mean() < 0.02


def test_a_mask_of_another_shape_is_not_scaled(tmp_path, photo):
    path = save(tmp_path, hole(Extent(130, 90)))
    with pytest.raises(MaskSizeDiffers) as caught:
        read_wanted_mask(path, photo, Wishes(scales=True))
    assert "--scale-mask" not in str(caught.value)


def test_masks_that_mark_nothing_stay_refused(tmp_path, photo):
    for picture in (np.zeros((90, 130), np.uint8), np.zeros((90, 130, 4), np.uint8)):
        with pytest.raises(MaskEmpty):
            read_mask(save(tmp_path, picture), EXTENT, photo)

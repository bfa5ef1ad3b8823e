"""Damage made by code: seeded, inside the photo, true to its truth, and not what training withholds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from desktop_unet.errors import NoPhotos
from desktop_unet.imaging.defects.ageing import Toning
from desktop_unet.imaging.defects.curves import stroke
from desktop_unet.imaging.defects.film import FilmShapes, credit
from desktop_unet.imaging.defects.layers import Layer, Paint, cut, lay_over
from desktop_unet.imaging.defects.named import NAMED, old_photo_for
from desktop_unet.imaging.defects.old_photo import (
    DAMAGED,
    EVIDENT,
    KEEN,
    SOUND,
    UNSURE,
    draw_marks,
    kinds_of_damage,
    make_old,
    usual_count,
)
from desktop_unet.imaging.defects.taught import TAUGHT, thread
from desktop_unet.imaging.defects.withheld import WITHHELD
from desktop_unet.imaging.geometry import Extent

EXTENT = Extent(70, 96)
KINDS = {**TAUGHT, **WITHHELD, "thread": (thread, 1.0)}


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def good_photo(extent: Extent = EXTENT) -> np.ndarray:
    down, across = np.mgrid[0 : 1 : extent.height * 1j, 0 : 1 : extent.width * 1j]
    return np.rint(70 + 90 * np.stack([down, across, (down + across) / 2], axis=-1)).astype(np.uint8)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    for number in range(10):
        picture = Image.new("L", (90, 60))
        pen = ImageDraw.Draw(picture)
        pen.line((5, 5 + number, 80, 50), fill=255, width=3)
        picture.save(tmp_path / f"{'hair' if number < 6 else 'dots'}-{number:03d}.png")
    (tmp_path / "README.md").write_text("# Shapes\nSource: a film, MIT licence.\n")
    return tmp_path


@pytest.mark.parametrize("extent", [EXTENT, Extent(1, 9), Extent(33, 7)])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_stays_in_the_photo_and_in_range(kind: str, extent: Extent) -> None:
    for seed in range(8):
        photo = np.full((extent.height, extent.width, 3), 0.5, np.float32)
        layers = KINDS[kind][0](extent, rng(seed))
        for layer in layers:
            assert layer.alpha_HW.dtype == np.float32
            assert 0 <= layer.alpha_HW.min() <= layer.alpha_HW.max() <= 1 + 1e-6
            assert photo[layer.slices].shape[:2] == layer.alpha_HW.shape
        lay_over(photo, layers)
        assert photo.min() >= -1e-5
        assert photo.max() <= 1 + 1e-5


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_leaves_something_most_of_the_time(kind: str) -> None:
    extent = Extent(160, 190)
    seen = sum(any(layer.alpha_HW.max() > 0.1 for layer in KINDS[kind][0](extent, rng(seed))) for seed in range(12))
    assert seen >= 8


def test_what_is_withheld_is_not_taught(film: Path) -> None:
    taught = kinds_of_damage(FilmShapes(film))
    withheld = kinds_of_damage(FilmShapes(film, withheld=True), withheld=True)
    assert not set(TAUGHT) & set(WITHHELD)
    assert set(withheld) - set(WITHHELD) == {"dots on film", "hair on film"}
    assert set(taught) - set(TAUGHT) == {"dots on film", "hair on film", "thread on film"}
    assert len(FilmShapes(film)) + len(FilmShapes(film, withheld=True)) == 10
    assert len(FilmShapes(film, withheld=True)) == 2
    for kinds, share in ((taught, 0.6), (withheld, 0.45)):
        assert sum(weight for name, (_, weight) in kinds.items() if name.endswith("on film")) == pytest.approx(share)
        assert sum(weight for _, weight in kinds.values()) == pytest.approx(1)


def test_shapes_of_film_are_read_from_their_folder_alone(film: Path, tmp_path: Path) -> None:
    assert FilmShapes(film).kinds == ("dots", "hair")
    alpha = FilmShapes(film).draw("hair", rng(3))
    assert alpha.max() > 0.5
    assert credit(film) == "a film, MIT licence."
    empty = tmp_path / "empty"
    empty.mkdir()
    assert credit(empty) is None
    with pytest.raises(NoPhotos):
        FilmShapes(empty)


def test_an_old_photo_is_the_same_for_the_same_seed() -> None:
    def made(seed: int) -> np.ndarray:
        chance = rng(seed)
        layers = draw_marks(EXTENT, kinds_of_damage(), usual_count(EXTENT, chance), chance)
        return make_old(good_photo(), layers, chance, lookalikes=0.5).pixels

    assert all(np.array_equal(made(seed), made(seed)) for seed in range(5))
    assert not np.array_equal(made(0), made(1))


def test_a_photo_scanned_finer_than_it_is_sharp_has_soft_damage_where_its_truth_says() -> None:
    line = np.array([(10, 20), (80, 50)], np.float32)
    twice = Extent(2 * EXTENT.height, 2 * EXTENT.width)
    for seed in range(6):
        layers = stroke(EXTENT, line, 3.0, Paint((1.0, 1.0, 1.0)))
        sharp, soft = (
            make_old(good_photo(), layers, rng(seed), with_sound=True, scanned_at=size) for size in (None, twice)
        )
        assert soft.pixels.shape == (twice.height, twice.width, 3)
        assert np.array_equal(soft.truth[::2, ::2], sharp.truth)
        assert soft.sound is not None
        change = np.abs(soft.pixels.astype(int) - soft.sound).max(axis=2)
        assert change[soft.truth == DAMAGED].mean() > 10 * change[soft.truth == SOUND].mean()


def test_without_marks_nothing_is_damaged_whatever_the_photo_looks_like() -> None:
    for seed in range(10):
        old = make_old(good_photo(), [], rng(seed), lookalikes=1.0)
        assert (old.truth == SOUND).all()
        assert old.pixels.shape == (*old.truth.shape, 3)
        assert old.pixels.dtype == np.uint8


def test_the_truth_is_where_the_photo_was_changed() -> None:
    line = np.array([(10, 20), (80, 50)], np.float32)
    for seed in range(10):
        layers = stroke(EXTENT, line, 3.0, Paint((1.0, 1.0, 1.0)))
        old = make_old(good_photo(), layers, rng(seed), with_sound=True)
        covered = np.zeros((EXTENT.height, EXTENT.width), np.float32)
        covered[layers[0].slices] = layers[0].alpha_HW
        assert (old.truth[covered > 0.9] == DAMAGED).all()
        assert (old.truth[covered == 0] != DAMAGED).all()
        far = np.ones_like(covered, bool)
        far[14:56, 4:86] = False
        assert (old.truth[far] == SOUND).all()
        change = np.abs(old.pixels.astype(int) - old.sound).max(axis=2)
        assert change[old.truth == DAMAGED].mean() > 10 * change[far].mean()


def test_damage_that_cannot_be_seen_is_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    as_it_was = Toning(False, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0), 1.0)
    monkeypatch.setattr("desktop_unet.imaging.defects.old_photo.draw_toning", lambda rng: as_it_was)
    white = np.full((EXTENT.height, EXTENT.width, 3), 250, np.uint8)
    faint = stroke(EXTENT, np.array([(10, 20), (80, 50)], np.float32), 3.0, Paint((1.0, 1.0, 1.0)))
    truths = [make_old(white, faint, rng(seed)).truth for seed in range(6)]
    assert not any((truth == DAMAGED).any() for truth in truths)
    assert all((truth == UNSURE).any() for truth in truths)


def test_who_looks_closely_sees_more() -> None:
    faint = stroke(EXTENT, np.array([(10, 20), (80, 50)], np.float32), 3.0, Paint((1.0, 1.0, 1.0)), 0.2)
    pairs = [
        [make_old(good_photo(), faint, rng(seed), sight=sight).truth for sight in (EVIDENT, KEEN)] for seed in range(6)
    ]
    assert all((keen >= evident).all() for evident, keen in pairs)
    assert any((keen > evident).any() for evident, keen in pairs)


@pytest.mark.parametrize("mix", ["cover", "multiply", "screen"])
def test_each_mix_does_what_it_says(mix: str) -> None:
    photo = np.full((4, 6, 3), 0.5, np.float32)
    layers = [Layer(1, 2, np.full((2, 3), 0.5, np.float32), Paint((0.2, 0.4, 0.9), mix))]
    lay_over(photo, layers)
    expected = {"cover": (0.35, 0.45, 0.7), "multiply": (0.3, 0.35, 0.475), "screen": (0.55, 0.6, 0.725)}[mix]
    assert np.allclose(photo[1:3, 2:5], expected, atol=1e-6)
    assert (photo[0] == 0.5).all()


def test_a_shape_that_lies_outside_is_left_out() -> None:
    alpha = np.ones((5, 5), np.float32)
    assert cut(alpha, -5, 0, EXTENT, Paint((1, 1, 1))) == []
    (corner,) = cut(alpha, -3, 94, EXTENT, Paint((1, 1, 1)))
    assert (corner.top, corner.left, corner.alpha_HW.shape) == (0, 94, (2, 2))


def test_a_thin_line_covers_as_much_as_it_is_wide() -> None:
    line = np.array([(0, 35), (96, 35)], np.float32)
    for width in (0.5, 1.0, 2.0, 5.0):
        (layer,) = stroke(EXTENT, line, width, Paint((1, 1, 1)))
        assert layer.alpha_HW.sum() / 96 == pytest.approx(width, abs=0.3)


@pytest.mark.parametrize("name", NAMED)
def test_damage_that_is_chosen_by_name_is_the_same_for_the_same_seed(name: str) -> None:
    first, again, other = (old_photo_for(name, good_photo(), seed) for seed in (2, 2, 3))
    assert np.array_equal(first.pixels, again.pixels)
    assert np.array_equal(first.truth, again.truth)
    assert not np.array_equal(first.truth, other.truth)
    assert set(NAMED[name]) <= set(TAUGHT)


def test_what_was_damaged_before_counts_as_damaged() -> None:
    known = np.zeros((EXTENT.height, EXTENT.width), np.uint8)
    known[10:20, 30:50] = 255
    plain, marked = old_photo_for("all", good_photo(), 1), old_photo_for("all", good_photo(), 1, known)
    assert (marked.truth[known > 0] == DAMAGED).all()
    assert np.array_equal(marked.truth[known == 0], plain.truth[known == 0])
    assert np.array_equal(marked.pixels, plain.pixels)

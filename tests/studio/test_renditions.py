"""The pictures of one photo: what is listed, which two are compared, and what is forgotten first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop_unet.document.document import Document, Restoration
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio.enlarging import Enlargement
from desktop_unet.studio.renditions import Compared, Place, Rendition


def photo(height: int = 8, width: int = 12) -> Photo:
    return Photo(np.zeros((height, width, 3), np.uint8))


def name_of(result: Restoration, variant: str) -> str:
    return f"{result.asked.edit_name} {variant}"


def enlarged(document: Document, *variants: str, chosen: str = "skip") -> Restoration:
    order = Enlargement(photo=document.photo_to_enlarge, scale=2)
    return Restoration(order, {variant: photo(16, 24) for variant in variants}, chosen)


@pytest.fixture
def document() -> Document:
    return Document(photo())


@pytest.fixture
def compared(document: Document) -> Compared:
    return Compared.of(document, "Original")


def names(compared: Compared) -> list[str]:
    return [each.name for each in compared.renditions]


def test_a_result_is_compared_with_the_original(document: Document, compared: Compared) -> None:
    document.add_result(enlarged(document, "skip"))
    compared = compared.with_results(document, name_of)
    assert names(compared) == ["Original", "enlarge ×2 skip"]
    assert (compared.a, compared.b) == tuple(compared.renditions)


def test_every_variant_is_listed_once_and_the_chosen_one_is_shown(document: Document, compared: Compared) -> None:
    document.add_result(enlarged(document, "skip", "no-skip"))
    for _ in range(2):
        compared = compared.with_results(document, name_of)
    assert names(compared) == ["Original", "enlarge ×2 no-skip", "enlarge ×2 skip"]
    assert compared.b is not None
    assert compared.b.photo is document.photo
    other = compared.renditions[1]
    assert other.chain is not None
    assert (other.chain[-1].chosen, other.chain[-1].photo) == ("no-skip", other.photo)


def test_names_that_are_taken_get_a_number(document: Document, compared: Compared) -> None:
    for _ in range(3):
        document.add_result(enlarged(document, "skip"))
        compared = compared.with_results(document, name_of)
    assert names(compared)[1:] == ["enlarge ×2 skip", "enlarge ×2 skip (2)", "enlarge ×2 skip (3)"]


def test_sides_change_places_where_the_other_shows_it_already(compared: Compared) -> None:
    one, two = compared.renditions[0], Rendition("Two", "result", photo())
    compared = compared.adding(two)
    assert (compared.a, compared.b) == (one, two)
    compared = compared.picking("a", two)
    assert (compared.a, compared.b) == (two, one)
    compared = compared.picking("b", two)
    assert (compared.a, compared.b) == (one, two)
    three = Rendition("Three", "result", photo())
    compared = replace(compared, renditions=(one, two, three))
    compared = compared.picking("b", three)
    assert (compared.a, compared.b) == (one, three)


def test_only_a_reference_of_the_same_size_is_a_truth(compared: Compared) -> None:
    compared = compared.adding(Rendition("Result", "result", photo()))
    assert compared.scored_pair() is None
    truth = Rendition("Truth", "reference", photo())
    compared = compared.adding(truth)
    assert compared.scored_pair() == (compared.a, truth)
    compared = compared.picking("a", truth)
    assert compared.scored_pair() == (compared.b, truth)
    compared = compared.picking("b", Rendition("Larger", "result", photo(16, 24)))
    assert compared.scored_pair() is None
    compared = compared.picking("b", Rendition("Part", "preview", photo(), place=Place(0, 0, 1, 1)))
    assert compared.scored_pair() is None


def test_the_oldest_that_nobody_sees_go_first(compared: Compared) -> None:
    for number in range(4):
        compared = compared.adding(Rendition(str(number), "result", photo()))
    kept = compared.renditions[1].photo
    dropped = compared.beyond(3 * compared.renditions[0].bytes, kept)
    assert [each.name for each in dropped] == ["1", "2"]
    for each in dropped:
        compared = compared.without(each)
    assert names(compared) == ["Original", "0", "3"]
    assert compared.beyond(3 * compared.renditions[0].bytes, kept) == ()


def test_what_is_forgotten_is_compared_no_longer(compared: Compared) -> None:
    one, two = (Rendition(name, "result", photo()) for name in ("One", "Two"))
    three = compared.adding(one).adding(two)
    assert (three.picking("a", one).without(one).a, three.without(two).b) == (compared.a, one)
    assert three.swapped().swapped() == three


def test_a_place_is_a_share_of_the_photo() -> None:
    assert Place.of(Rect(10, 50, 20, 25), Extent(40, 100)) == Place(0.5, 0.25, 0.25, 0.5)

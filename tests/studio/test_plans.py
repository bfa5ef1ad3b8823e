"""What is asked for becomes an order, is refused before the run, and is not carried out twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.task import VARIANTS, Choices, InpaintRequest, UpscaleRequest
from desktop_unet.errors import RequestImpossible, ResultTooLarge, TargetTooLarge
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.target_size import TargetSize
from desktop_unet.studio import limits
from desktop_unet.studio.enlarging import Enlargement
from desktop_unet.studio.filling import Filling, other_fillings
from desktop_unet.studio.networks import Networks
from desktop_unet.studio.options import Options
from desktop_unet.studio.orders import Desk, Order, order_of
from desktop_unet.studio.plans import Sight, order_for, order_for_preview, order_to_repeat, plan_for

NETWORKS = Networks({}, (1, 2, 4, 8), frozenset({"skip"}))


def photo(height: int = 40, width: int = 60, seed: int = 0) -> Photo:
    rng = np.random.default_rng(seed)
    return Photo(rng.integers(0, 256, (height, width, 3), dtype=np.uint8))


def desk(document: Document, **options: object) -> Desk:
    return Desk(replace(Options(), **options), document, NETWORKS, Choices(device="cpu", precision="fp32"))


def marked(document: Document) -> Document:
    document.begin_stroke((20.0, 30.0), 5.0)
    document.end_stroke()
    return document


def done(order: Order, *variants: str) -> Restoration:
    """A result of the right size for each variant."""
    extent = order.extent
    photos = {variant: photo(extent.height, extent.width, seed) for seed, variant in enumerate(variants)}
    return Restoration(order, photos, variants[0])


def test_enlarging_is_asked_with_everything_that_is_chosen() -> None:
    document = Document(photo())
    order = order_for(desk(document, scale=2, strength=0.3))
    request = order.request("no-skip")
    assert isinstance(request, UpscaleRequest)
    assert (request.photo, request.scale, request.strength, request.only) == (document.original, 2, 0.3, None)
    assert request.choices == Choices(variant="no-skip", device="cpu", precision="fp32")
    assert order.extent == Extent(80, 120)
    assert (order.edit_name, order.suffix, str(order.title)) == ("enlarge ×2", "-x2", "Enlarged ×2")


def test_a_target_is_reached_by_the_next_scale_and_names_the_limit_where_it_cannot() -> None:
    document = Document(photo())
    target = TargetSize(Extent(100, 150))
    order = order_for(desk(document, scale=8, target=target))
    assert isinstance(order, Enlargement)
    assert (order.scale, order.extent) == (4, target.extent)
    with pytest.raises(TargetTooLarge):
        order_for(desk(document, target=TargetSize(Extent(4000, 6000))))


def test_what_the_window_does_not_show_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PIXEL_LIMIT", 10_000)
    with pytest.raises(ResultTooLarge):
        order_for(desk(Document(photo()), scale=4))


def test_filling_takes_a_mask_that_nothing_changes() -> None:
    document = marked(Document(photo()))
    order = order_for(desk(document, task="inpaint", fill="smooth"))
    request = order.request("skip")
    assert isinstance(request, InpaintRequest)
    assert (request.fill, request.seed) == ("smooth", 0)
    assert np.array_equal(request.mask, document.mask)
    document.clear_mask()
    assert request.mask.any()
    with pytest.raises(ValueError, match="read-only"):
        request.mask[0, 0] = 1


@pytest.mark.parametrize("options", [{"task": "inpaint"}, {"only_mask": True}])
def test_nothing_marked_is_said_before_the_run(options: dict[str, object]) -> None:
    with pytest.raises(RequestImpossible, match="Nothing is marked yet"):
        order_for(desk(Document(photo()), **options))


def test_enlarging_again_begins_with_the_same_photo_but_a_selection_goes_on() -> None:
    document = marked(Document(photo()))
    document.add_result(done(order_for(desk(document, scale=2)), "skip"))
    assert order_for(desk(document, scale=4)).photo is document.original
    part = order_for(desk(document, scale=2, only_mask=True))
    assert part.photo is document.photo
    document.add_result(done(part, "skip"))
    assert order_for(desk(document, scale=2)).photo is document.photo


def test_what_has_been_computed_is_not_computed_again() -> None:
    document = Document(photo())
    first = plan_for(desk(document, scale=2), ("skip",))
    assert (first.last, first.missing) == (None, ("skip",))
    document.add_result(done(first.order, "skip"))
    again = plan_for(desk(document, scale=2), ("skip",))
    assert (again.last, again.missing) == (document.last_result, ())
    both = plan_for(desk(document, scale=2), VARIANTS, for_comparing=True)
    assert (both.last, both.missing) == (document.last_result, ("no-skip",))
    for other in ({"scale": 4}, {"scale": 2, "strength": 0.5}, {"target": TargetSize(Extent(80, 120))}):
        assert plan_for(desk(document, **other), ("skip",)).last is None


def test_selections_are_the_same_where_they_mark_the_same() -> None:
    document = marked(Document(photo()))
    chosen = {"scale": 1, "only_mask": True}
    first = order_for(desk(document, **chosen))
    assert first.asks_the_same(order_for(desk(document, **chosen)))
    document.begin_stroke((5.0, 5.0), 3.0)
    document.end_stroke()
    assert not first.asks_the_same(order_for(desk(document, **chosen)))


def test_both_variants_of_a_fill_are_compared_as_the_networks_alone_fill() -> None:
    document = marked(Document(photo()))
    chosen = desk(document, task="inpaint")
    document.add_result(done(order_for(chosen), "skip"))
    plan = plan_for(chosen, VARIANTS, for_comparing=True)
    assert isinstance(plan.order, Filling)
    assert (plan.order.fill, plan.last, plan.missing) == ("smooth", None, VARIANTS)
    document.add_result(done(plan.order, *VARIANTS))
    there = plan_for(chosen, VARIANTS, for_comparing=True)
    assert (there.last, there.missing) == (document.last_result, ())
    textured = plan_for(desk(document, task="inpaint", fill="texture"), VARIANTS, for_comparing=True)
    assert isinstance(textured.order, Filling)
    assert (textured.order.fill, textured.missing) == ("texture", VARIANTS)


def test_filling_again_borrows_texture_that_no_fill_of_the_hole_has() -> None:
    document = marked(Document(photo()))
    chosen = desk(document, task="inpaint")
    assert order_to_repeat(chosen.options, document) is None
    order = order_for(chosen)
    document.add_result(done(order, "skip"))
    assert order_to_repeat(chosen.options, document) is order
    assert order_to_repeat(desk(document).options, document) is None
    second = order.once_more([document.last_result], chosen)
    third = second.once_more([document.last_result, done(second, "skip")], chosen)
    assert [(each.fill, each.seed) for each in (second, third)] == [("structure", 0), ("texture", 1)]
    assert third.mask is order.mask
    wishing = desk(document, task="inpaint", fill="structure")
    wanted = third.once_more([done(third, "skip")], wishing)
    assert (wanted.fill, wanted.seed, str(wanted.title)) == ("structure", 2, "Fill - structure 3")
    assert order_for(desk(document)).once_more([], chosen) is None


def test_other_fills_of_a_hole_differ_in_kind_and_are_named_by_it() -> None:
    order = order_for(desk(marked(Document(photo())), task="inpaint"))
    assert isinstance(order, Filling)
    others = other_fillings(order)
    assert len({(each.fill, each.seed) for each in others}) == 4
    assert len({str(each.title) for each in others}) == 4
    assert all(each.mask is order.mask for each in others)


def test_a_preview_is_cut_out_with_its_surroundings() -> None:
    document = Document(photo(600, 900))
    order = order_for_preview(desk(document, scale=2), Sight(Rect(200, 300, 50, 80), Extent(600, 900)), 0.25)
    assert (order.part, order.request("skip").strength) == (Rect(200, 300, 50, 80), 0.25)
    small, inner = order.cut_out()
    assert small.photo.extent == Extent(50 + 320, 80 + 320)
    assert (inner, small.part) == (Rect(320, 320, 100, 160), None)


def test_a_strength_that_was_set_by_hand_is_the_previews_too() -> None:
    sight = Sight(Rect(0, 0, 40, 60), Extent(40, 60))
    assert order_for_preview(desk(Document(photo()), strength=0.7), sight, 0.1).request("skip").strength == 0.7


def test_a_preview_of_a_fill_needs_a_mark_in_sight() -> None:
    document = marked(Document(photo(600, 900)))
    chosen = desk(document, task="inpaint")
    with pytest.raises(RequestImpossible, match="in the visible part"):
        order_for_preview(chosen, Sight(Rect(300, 500, 100, 100), Extent(600, 900)), None)
    order = order_for_preview(chosen, Sight(Rect(0, 0, 100, 100), Extent(600, 900)), None)
    small, _ = order.cut_out()
    assert small.marked is not None
    assert small.marked.shape == (260, 260)


def test_a_result_that_no_order_made_is_a_defect() -> None:
    result = done(order_for(desk(Document(photo()))), "skip")
    assert order_of(result) is result.asked
    with pytest.raises(TypeError):
        order_of(replace(result, asked=object()))


SHARP = replace(NETWORKS, sharp={"skip": (2, 4, 8)})


def sharp_desk(document: Document, **options: object) -> Desk:
    return replace(desk(document, look="sharp", **options), networks=SHARP)


def test_a_sharp_enlargement_is_asked_for_and_named_so() -> None:
    order = order_for(sharp_desk(Document(photo()), scale=2, quality="best"))
    request = order.request("skip")
    assert isinstance(request, UpscaleRequest)
    assert (request.choices.look, request.quality, request.mix) == ("sharp", "best", 1.0)
    assert (order.suffix, str(order.title)) == ("-x2-sharp", "Enlarged ×2, sharp, best quality")
    mixed = replace(order, mix=60, quality="good")
    assert (mixed.suffix, str(mixed.title)) == ("-x2-sharp60", "Enlarged ×2, sharp 60 %")
    assert mixed.request("skip").mix == 0.6


@pytest.mark.parametrize("options", [{"scale": 1}, {"scale": 2, "variant": "no-skip"}])
def test_where_there_is_no_sharp_network_the_natural_look_is_asked_for(options) -> None:
    order = order_for(sharp_desk(Document(photo()), **options))
    assert order.request("skip").choices.look == "natural"
    assert "sharp" not in order.suffix + str(order.title)


def test_both_variants_are_compared_only_in_a_look_that_both_have() -> None:
    with pytest.raises(RequestImpossible, match="Only one of the networks has the sharp look"):
        plan_for(sharp_desk(Document(photo()), scale=2), VARIANTS, for_comparing=True)
    both = replace(sharp_desk(Document(photo()), scale=2), networks=replace(SHARP, sharp=dict.fromkeys(VARIANTS, (2,))))
    assert plan_for(both, VARIANTS, for_comparing=True).missing == VARIANTS


def test_looks_and_qualities_are_other_results_but_mixes_are_not() -> None:
    document = Document(photo())
    document.add_result(done(order_for(sharp_desk(document, scale=2)), "skip"))
    assert plan_for(desk(document, scale=2), ("skip",)).missing == ("skip",)
    assert plan_for(sharp_desk(document, scale=2, quality="best"), ("skip",)).missing == ("skip",)
    assert plan_for(sharp_desk(document, scale=2), ("skip",)).missing == ()
    asked = order_of(document.last_result)
    document.take_results("mix", (done(replace(asked, mix=40), "skip"),))
    plan = plan_for(sharp_desk(document, scale=2), ("skip",))
    assert (plan.missing, plan.order.mix) == ((), 40)


def test_fills_are_asked_for_without_a_look() -> None:
    order = order_for(replace(desk(marked(Document(photo())), task="inpaint", look="sharp"), networks=SHARP))
    assert order.request("skip").choices.look == "natural"

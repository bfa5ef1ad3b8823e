"""What the window shows follows from wishes and facts, and only from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.task import Choices
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.target_size import TargetSize
from desktop_unet.settings import Settings
from desktop_unet.studio.marking import Finding
from desktop_unet.studio.networks import Networks
from desktop_unet.studio.open_photo import OpenPhoto
from desktop_unet.studio.options import Options
from desktop_unet.studio.orders import Desk
from desktop_unet.studio.plans import order_for
from desktop_unet.studio.state import Edits, Facts, State, resolve

NETWORKS = Networks({("upscale", "skip"): "one", ("inpaint", "skip"): "two"}, (1, 2, 4), frozenset({"skip"}))


def photo(height: int = 30, width: int = 50) -> Photo:
    return Photo(np.zeros((height, width, 3), np.uint8))


def state(document: Document | None, /, settings: Settings | None = None, **given: object) -> State:
    """What follows; names of ``Facts`` are facts, all others options."""
    facts = {name: value for name, value in given.items() if name in Facts.__dataclass_fields__}
    options = {name: value for name, value in given.items() if name not in facts}
    facts = {"networks": NETWORKS, **facts}
    return resolve(replace(Options(), **options), settings or Settings(), Facts(document, **facts))


def marked() -> Document:
    document = Document(photo())
    document.begin_stroke((10.0, 20.0), 4.0)
    document.end_stroke()
    return document


def test_without_a_photo_nothing_can_be_done() -> None:
    now = state(None)
    assert now.holds == {"idle"}
    assert not any((now.can_choose, now.can_find, now.can_clear, now.run.can_run, now.run.can_preview))
    assert (now.edits, now.sizes.text, now.sizes.before) == (Edits(), None, None)


def test_equal_wishes_and_facts_are_equal_states() -> None:
    document = marked()
    assert state(document, task="inpaint") == state(document, task="inpaint")
    refused = TargetSize(Extent(3000, 5000))
    assert state(document, target=refused) == state(document, target=refused)
    assert state(document, scale=2) != state(document, scale=4)


def test_run_says_what_it_will_do() -> None:
    document = Document(photo())
    texts = {
        "Enlarge ×2": {"scale": 2},
        "Clean up": {"task": "clean"},
        "Enlarge to 70 × 40": {"target": TargetSize(Extent(40, 70))},
        "Fill": {"task": "inpaint"},
    }
    assert {text: str(state(document, **given).run.text) for text, given in texts.items()} == {t: t for t in texts}


def test_what_has_to_be_marked_keeps_run_waiting() -> None:
    bare, with_mask = Document(photo()), marked()
    for given in ({"task": "inpaint"}, {"only_mask": True}):
        assert (state(bare, **given).run.can_run, state(bare, **given).run.why_not is None) == (False, False)
        assert (state(with_mask, **given).run.can_run, state(with_mask, **given).run.why_not is None) == (True, True)


def test_the_same_hole_can_be_filled_again_but_not_previewed() -> None:
    document = marked()
    order = order_for(Desk(Options(task="inpaint"), document, NETWORKS, Choices()))
    document.add_result(Restoration(order, {"skip": photo()}, "skip"))
    now = state(document, task="inpaint")
    assert str(now.run.text) == "Fill again"
    assert (now.run.can_run, now.run.can_preview) == (True, False)
    assert {"again", "result", "undo"} <= now.holds
    assert now.edits == Edits("fill", "", is_modified=True)


def test_a_selection_chosen_for_enlarging_keeps_no_hole_from_being_filled_again() -> None:
    document = marked()
    order = order_for(Desk(Options(task="inpaint"), document, NETWORKS, Choices()))
    document.add_result(Restoration(order, {"skip": photo()}, "skip"))
    assert state(document, task="inpaint", only_mask=True).run.can_run


def test_marks_are_made_and_seen_where_they_are_for_something() -> None:
    document = marked()
    marking = state(document, Settings(mask_colour="red"), task="inpaint", tool="lasso").marking
    assert (marking.is_seen, marking.is_on, marking.is_free, marking.tool, marking.colour) == (
        *[True] * 3,
        "lasso",
        "red",
    )
    compared, elsewhere = state(document, task="inpaint", mode="slider").marking, state(document).marking
    assert [(each.is_seen, each.is_on) for each in (compared, elsewhere)] == [(True, False), (False, False)]
    assert not state(document, task="inpaint", job="mask").marking.is_free


def test_the_film_has_a_frame_for_each_open_photo() -> None:
    changed = Document(photo())
    changed.add_result(Restoration(order_for(Desk(Options(), changed, NETWORKS, Choices())), {"skip": photo()}, "skip"))
    photos = OpenPhoto("one", document=changed), OpenPhoto("two.png", Path("/photos/two.png"))
    film = state(changed, photos=photos, current=photos[1]).film
    assert [(frame.name, frame.place, frame.has_thumbnail) for frame in film.frames] == [
        ("one *", "one", False),
        ("two.png", str(Path("/photos/two.png")), False),
    ]
    assert film.current == 1
    photos[1].thumbnail = np.zeros((2, 3, 3), np.uint8)
    assert state(changed, photos=photos, current=photos[1]).film != film


@pytest.mark.parametrize(
    ("finding", "job", "can_add"),
    [
        (None, None, False),
        (Finding(0.5, is_looking=True, has_found=True, share=0.1), None, False),
        (Finding(0.5), None, False),
        (Finding(0.5, has_found=True, share=0.1), "mask", False),
        (Finding(0.5, has_found=True, share=0.1), None, True),
    ],
)
def test_what_was_found_is_added_once_it_is_what_the_threshold_stands_for(
    finding: Finding | None, job: str | None, can_add: bool
) -> None:
    now = state(Document(photo()), finding=finding, job=job)
    assert (now.can_add_found, now.can_find) == (can_add, finding is None)


@pytest.mark.parametrize(
    ("job", "runs", "restores", "chooses"),
    [
        (None, True, False, True),
        ("restore", False, True, False),
        ("network", False, True, False),
        ("open", False, False, True),
    ],
)
def test_while_a_job_runs_nothing_else_begins(job: str | None, runs: bool, restores: bool, chooses: bool) -> None:
    now = state(Document(photo()), job=job)
    assert (now.run.can_run, now.run.is_cancellable, now.can_choose) == (runs, restores, chooses)


def test_sizes_are_those_of_what_would_be_enlarged() -> None:
    document = Document(photo())
    assert str(state(document, scale=4).sizes.text) == "50 × 30 → 200 × 120 px"
    assert str(state(document, task="clean").sizes.text) == "50 × 30 px, cleaned up"
    order = order_for(Desk(Options(scale=2), document, NETWORKS, Choices()))
    document.add_result(Restoration(order, {"skip": photo(60, 100)}, "skip"))
    assert str(state(document, scale=4).sizes.text) == "50 × 30 → 200 × 120 px"
    assert str(state(document, scale=4, only_mask=True).sizes.text) == "100 × 60 → 400 × 240 px"


def test_an_exact_size_says_how_it_is_reached_or_why_not() -> None:
    document = Document(photo())
    whole = state(document, target=TargetSize(Extent(60, 100))).sizes
    reduced = state(document, target=TargetSize(Extent(61, 102))).sizes
    beyond = state(document, target=TargetSize(Extent(3000, 5000)))
    assert (whole.reached_at, str(whole.says)) == (2, "100 × 60 px: restored at ×2.")
    assert (reduced.reached_at, str(reduced.says)) == (4, "102 × 61 px: restored at ×4, then reduced.")
    assert (beyond.sizes.reached_at, beyond.run.can_run) == (None, False)
    assert beyond.sizes.refused == str(beyond.sizes.refusal)
    assert state(marked(), task="inpaint", target=TargetSize(Extent(3000, 5000))).run.can_run


@pytest.mark.parametrize(
    ("given", "value", "origin"),
    [
        ({}, None, "Looking for damage…"),
        ({"found_strength": 0.0}, 0.0, "No noise or JPEG damage was found."),
        ({"found_strength": 0.4}, 0.4, "Noise or JPEG damage was found."),
        ({"found_strength": 0.4, "strength": 0.9}, 0.9, "Set by hand."),
        ({"variant": "no-skip"}, None, "This network has no strength setting."),
    ],
)
def test_strength_says_where_it_comes_from(given: dict[str, object], value: float | None, origin: str) -> None:
    now = state(Document(photo()), **given).strength
    assert (now.value, str(now.origin)) == (value, origin)
    assert now.is_found == ("strength" not in given)
    assert now.is_told == ("variant" not in given)


def test_the_card_is_the_one_that_an_order_uses() -> None:
    assert state(None).card == "one"
    assert state(None, task="inpaint").card == "two"
    assert state(None, variant="no-skip").card == ""


def test_a_chosen_device_is_listed_before_the_engine_has_named_it() -> None:
    named = (("cpu", "CPU"), ("cuda:0", "A GPU"))
    assert state(None, settings=Settings(device="cuda:0")).devices == (("cuda:0", "cuda:0"),)
    assert state(None, settings=Settings(device="cuda:0"), devices=named).devices == named
    assert state(None, devices=named).devices == named


SHARP = replace(NETWORKS, sharp={"skip": (2, 4)})


@pytest.mark.parametrize(
    ("networks", "options", "reason"),
    [
        (SHARP, {}, None),
        (NETWORKS, {}, "No network with the sharp look is installed."),
        (SHARP, {"variant": "no-skip"}, "The network chosen below has no sharp look yet."),
        (SHARP, {"scale": 1}, "Cleaning up has one look, the natural one."),
        (SHARP, {"scale": 3}, "The sharp look has no ×3."),
    ],
)
def test_the_sharp_look_is_offered_where_there_is_a_network_for_it(networks, options, reason) -> None:
    now = state(Document(photo()), networks=networks, look="sharp", **options)
    assert now.look.why_one == reason
    assert now.look.chosen == ("sharp" if reason is None else "natural")
    assert now.card == {None: "upscale-sharp-skip"}.get(reason, now.networks.card_for("upscale", now.options.variant))


def test_only_a_sharp_result_has_a_mix() -> None:
    document = Document(photo())
    for look, mix in (("natural", None), ("sharp", 100)):
        options = replace(Options(), scale=2, look=look)
        order = order_for(Desk(options, document, SHARP, Choices()))
        document.add_result(Restoration(order, {"skip": photo(60, 100)}, "skip"))
        assert state(document, networks=SHARP).look.mix == mix


def test_a_target_has_the_look_of_the_scale_that_reaches_it() -> None:
    target = TargetSize(Extent(50, 83))
    now = state(Document(photo()), networks=SHARP, look="sharp", scale=3, target=target)
    assert (now.sizes.reached_at, now.look.chosen) == (2, "sharp")

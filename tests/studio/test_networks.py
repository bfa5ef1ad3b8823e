"""Networks that were added: looked at, remembered, chosen for enlarging, and what follows from that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.task import Choices, InpaintRequest, UpscaleRequest
from desktop_unet.errors import FileMissing, NetworkUnusable, RequestImpossible, TargetTooLarge
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.target_size import TargetSize
from desktop_unet.models.descriptor import Descriptor
from desktop_unet.settings import Settings
from desktop_unet.studio.networks import NetworkFile, Networks, read_network_file, recall_network_files
from desktop_unet.studio.options import Options
from desktop_unet.studio.orders import Desk
from desktop_unet.studio.plans import order_for, plan_for
from desktop_unet.studio.remembered import options_to_remember, remembered_options
from desktop_unet.studio.state import Facts, State, resolve
from tests.engine.networks import INPAINT, UPSCALE, save_random

PATH = "/networks/given-away.onnx"
OWN = Networks({("upscale", "skip"): "one", ("inpaint", "skip"): "two"}, (1, 2, 4, 8), frozenset({"skip"}))


def added(path: str = PATH, scales: tuple[int, ...] = (2,), **said: object) -> NetworkFile:
    return NetworkFile(path, Descriptor("given-away", ("upscale",), scales, 1, 8, 100, 0, **said))


NETWORKS = OWN.with_file(added())


def document() -> Document:
    made = Document(Photo(np.zeros((40, 60, 3), np.uint8)))
    made.begin_stroke((20.0, 30.0), 5.0)
    made.end_stroke()
    return made


def desk(document: Document, networks: Networks = NETWORKS, **options: object) -> Desk:
    return Desk(replace(Options(network=PATH, scale=2), **options), document, networks, Choices(device="cpu"))


def state(networks: Networks = NETWORKS, **options: object) -> State:
    chosen = replace(Options(network=PATH, scale=2), **options)
    return resolve(chosen, Settings(), Facts(document(), networks, found_strength=0.2))


# --- files ------------------------------------------------------------------------------------


def test_a_network_of_ours_can_be_added_where_it_enlarges(tmp_path: Path) -> None:
    found = read_network_file(save_random(tmp_path, "mine", UPSCALE))
    assert (found.path, found.name) == (str(tmp_path / "mine.safetensors"), "mine.safetensors")
    assert OWN.with_file(found).scales_of(found.path) == (2, 3, 4, 8)
    assert OWN.with_file(found).takes_strength("no-skip", found.path)
    with pytest.raises(NetworkUnusable, match="not trained to enlarge"):
        read_network_file(save_random(tmp_path, "filler", INPAINT))


def test_remembered_files_are_looked_at_again_one_by_one(tmp_path: Path) -> None:
    good = save_random(tmp_path, "mine", UPSCALE)
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(b"no weights")
    recalled = recall_network_files([str(tmp_path / "gone.onnx"), str(damaged), str(good)])
    assert [file.path for file in recalled.files] == [str(good)]
    assert recalled.gone == ("gone.onnx",)
    assert [str(damaged) in str(mishap) for mishap in recalled.refused] == [True]
    with pytest.raises(FileMissing):
        read_network_file(tmp_path / "gone.safetensors")


def test_a_file_that_is_added_again_is_listed_once() -> None:
    other, anew = added("/networks/other.onnx"), added(scales=(4,))
    assert NETWORKS.with_file(other).with_file(anew).files == (other, anew)


def test_the_choice_is_remembered_as_long_as_the_file_is() -> None:
    options = options_to_remember(Options(network=PATH))
    assert remembered_options(Settings(options=options, network_files=(PATH,)))["network"] == PATH
    assert "network" not in remembered_options(Settings(options=options))


# --- orders -----------------------------------------------------------------------------------


def test_the_chosen_network_enlarges_and_does_not_fill() -> None:
    enlarging, filling = order_for(desk(document())), order_for(desk(document(), task="inpaint"))
    request, fill = enlarging.request("skip"), filling.request("skip")
    assert isinstance(request, UpscaleRequest)
    assert isinstance(fill, InpaintRequest)
    assert (request.choices.card, fill.choices.card) == (PATH, None)
    assert (enlarging.network_name, filling.network_name) == ("given-away.onnx", "")
    assert order_for(desk(document(), network="")).request("skip").choices.card is None


def test_what_another_network_made_is_not_what_is_asked_for() -> None:
    photo = document()
    ours = order_for(desk(photo, network=""))
    photo.add_result(Restoration(ours, {"skip": Photo(np.zeros((80, 120, 3), np.uint8))}, "skip"))
    assert plan_for(desk(photo, network=""), ("skip",)).missing == ()
    assert plan_for(desk(photo), ("skip",)).missing == ("skip",)


def test_a_size_is_reached_by_the_scales_of_the_chosen_network() -> None:
    wanted = TargetSize(Extent(160, 240))
    assert order_for(desk(document(), network="", target=wanted)).times == 4
    with pytest.raises(TargetTooLarge):
        order_for(desk(document(), target=wanted))


def test_nothing_is_done_by_another_network_while_the_chosen_one_is_looked_at() -> None:
    with pytest.raises(RequestImpossible, match=r"given-away\.onnx is still being looked at"):
        order_for(desk(document(), OWN))


def test_both_variants_are_not_compared_where_there_is_one() -> None:
    with pytest.raises(RequestImpossible, match="no skip connections"):
        plan_for(desk(document()), ("skip", "no-skip"), for_comparing=True)
    assert plan_for(desk(document(), network=""), ("skip", "no-skip"), for_comparing=True).missing


# --- what the window shows --------------------------------------------------------------------


def test_the_window_goes_by_the_chosen_network() -> None:
    now = state()
    assert (now.card, now.scales, now.strength.is_told) == ("given-away.onnx", (2,), False)
    assert now.network.files == ((PATH, "given-away.onnx"),)
    assert (now.network.chosen, now.network.is_shown) == (PATH, True)
    ours = state(network="")
    assert (ours.card, ours.scales, ours.strength.is_told) == ("one", (1, 2, 4, 8), True)


@pytest.mark.parametrize(
    ("variant", "says"),
    [
        (None, "given-away.onnx has no skip connections that could be switched off or faded."),
        ("skip", "given-away.onnx holds one network, with skip connections, and none without."),
        ("no-skip", "given-away.onnx holds one network, without skip connections, and none with them."),
    ],
)
def test_where_there_is_no_other_variant_a_sentence_says_why(variant: str | None, says: str) -> None:
    networks = OWN.with_file(added(variant=variant))
    now = state(networks)
    assert str(now.network.why_one_variant) == says
    assert "variants" not in now.holds
    for other in (state(networks, network=""), state(networks, task="inpaint")):
        assert other.network.why_one_variant is None
        assert "variants" in other.holds


def test_a_file_is_taken_off_the_list_and_the_others_stay() -> None:
    other = replace(NETWORKS.files[0], path="/other.onnx")
    both = NETWORKS.with_file(other)
    assert both.without_file(PATH).files == (other,)
    assert both.without_file("/unknown.onnx") == both

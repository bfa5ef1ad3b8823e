"""Other people's networks in ONNX files: run as ours are, and refused with a sentence where they cannot be."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.__main__ import main
from desktop_unet.engine import onnx_runner, onnx_session, onnx_study
from desktop_unet.engine.network_kinds import find_network, read_descriptor
from desktop_unet.engine.restore import run
from desktop_unet.engine.task import Cancelled, Choices, InpaintRequest, Step, UpscaleRequest
from desktop_unet.errors import DeviceMissing, NetworkNotOurs, OnnxRuntimeMissing, RequestImpossible
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Metadata, Photo
from desktop_unet.models.card import find_card
from desktop_unet.models.weights import load_network
from tests.engine.networks import mask_with, photo, texture
from tests.engine.onnx_files import enlarger, export, node, numbers, onnx, save


def asked(card: Path, before: Photo | None = None, scale: int = 2, **more: object) -> UpscaleRequest:
    return UpscaleRequest(before or photo(), scale, choices=Choices(card=card, device="cpu", **more))


def greatest_difference(one: Photo, other: Photo) -> int:
    return int(np.abs(one.pixels.astype(int) - other.pixels.astype(int)).max())


@pytest.fixture(scope="module")
def exported(networks, tmp_path_factory) -> Path:
    """The tests' enlarger with skips as it would be given away, at x2 and strength 0."""
    network, _ = load_network(networks / "upscale.safetensors")
    return export(network, tmp_path_factory.mktemp("onnx") / "given-away.onnx", 2, 0.0)


@pytest.fixture
def doubling(tmp_path) -> Path:
    return save(tmp_path / "doubling.onnx", *enlarger(2), out=(1, 3, None, None))


# --- run as ours are -------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("tile_px", [None, 128])
def test_an_exported_network_gives_the_pixels_of_its_own_weights(networks, exported, dtype, tile_px):
    before = photo(181, 262, dtype)
    own = UpscaleRequest(before, 2, 0.0, Choices(card=networks / "upscale.safetensors", precision="fp32", device="cpu"))
    result = run(asked(exported, before, tile_px=tile_px))
    assert (result.tiles > 1) == (tile_px is not None)
    assert (result.card, result.precision, result.strength) == ("given-away", "fp32", 0.0)
    assert greatest_difference(run(own).photo, result.photo) <= np.iinfo(dtype).max // 255


@pytest.mark.parametrize("name", ["upscale-skip", "upscale-no-skip"])
def test_the_programs_own_networks_too_by_the_command_line(tmp_path, capsys, name):
    network, _ = load_network(find_network(name)[0])
    card = export(network, tmp_path / "given-away.onnx", 2, 0.0)
    Image.fromarray(texture(61, 83)).save(tmp_path / "in.png")
    pixels = {}
    for each in (name, card):
        words = ("upscale", tmp_path / "in.png", tmp_path / "out.png", "--scale", 2, "--card", each, "--overwrite")
        more = ("--precision", "fp32", "--json") if each == card else ("--precision", "fp32", "--strength", 0, "--json")
        assert main([str(word) for word in (*words, *more)]) == 0
        facts = json.loads(capsys.readouterr().out)
        pixels[each] = np.asarray(Image.open(tmp_path / "out.png")).astype(int)
    assert facts["card"] == "given-away"
    assert np.abs(pixels[name] - pixels[card]).max() <= 1


def test_a_network_that_insists_on_its_grid_is_given_it(networks, tmp_path):
    network, _ = load_network(networks / "upscale.safetensors")
    card = export(network, tmp_path / "grid.onnx", 2, 0.0, only_on_grid=True)
    assert read_descriptor(card).size_multiple == network.config.size_multiple == 4
    for before, inside in ((photo(180, 264), (slice(None),) * 2), (photo(181, 262), (slice(-8), slice(-8)))):
        own = asked(networks / "upscale.safetensors", before, precision="fp32")
        ours, given_away = (
            run(each).photo.pixels[inside].astype(int) for each in (replace(own, strength=0.0), asked(card, before))
        )
        assert np.abs(ours - given_away).max() <= 1


def test_what_the_file_does_not_say_is_found_by_trying(exported, networks):
    says = read_descriptor(exported)
    own = read_descriptor(networks / "upscale.safetensors")
    assert (says.scales, says.tasks, says.channels, says.name) == ((2,), ("upscale",), "rgb", "given-away")
    assert says.size_multiple == own.size_multiple  # it takes any size, but halves it twice
    assert 2 <= says.reach_px <= 2 * own.reach_px
    assert (says.gates, says.variant, says.takes_strength, says.look) == (0, None, False, "natural")
    assert says.bytes_per_pixel(2, 4) > 4 * 3


@pytest.mark.parametrize("scale", [1, 2, 3, 4, 5, 8])
def test_enlargers_of_every_scale_are_run(tmp_path, scale):
    card = save(tmp_path / "any.onnx", *enlarger(scale), out=(1, 3, None, None))
    before = photo(41, 58)
    result = run(asked(card, before, scale))
    assert result.photo.extent == before.extent.scaled(scale)
    assert np.abs(result.photo.pixels[:: max(1, scale)].mean() - before.pixels.mean()) < 3


def test_luminance_alone_is_enlarged_and_colour_stays(tmp_path):
    card = save(tmp_path / "y.onnx", *enlarger(2), shape=(1, 1, None, None))
    assert read_descriptor(card).channels == "y"
    flat = np.zeros((40, 51, 3), np.uint8)
    flat[...] = (200, 90, 30)
    assert greatest_difference(run(asked(card, Photo(flat))).photo, Photo(np.repeat(flat, 2, 0).repeat(2, 1))) <= 1
    rgb = save(tmp_path / "rgb.onnx", *enlarger(2))
    before = photo(60, 83)
    assert np.abs(run(asked(card, before)).photo.pixels - run(asked(rgb, before)).photo.pixels.astype(float)).mean() < 4


def test_networks_that_count_to_255_are_spoken_to_so(tmp_path):
    nodes, scales = enlarger(2)
    nodes[0].output[:] = ["twice"]
    nodes += [node("Sub", "twice half", "below"), node("Relu", "below", "cut"), node("Add", "cut half", "larger")]
    card = save(tmp_path / "to255.onnx", nodes, [*scales, numbers("half", 20.0)])
    assert onnx_study.study(card).top == 255
    bright = Photo(np.maximum(texture(60, 83), 30))
    assert greatest_difference(run(asked(card, bright)).photo, run(asked(save_plain(tmp_path), bright)).photo) <= 1


def save_plain(folder: Path) -> Path:
    return save(folder / "plain.onnx", *enlarger(2))


def test_half_precision_is_run_as_it_is(tmp_path):
    nodes, scales = enlarger(2)
    card = save(tmp_path / "half.onnx", nodes, scales, kind=onnx.TensorProto.FLOAT16)
    result = run(asked(card))
    assert result.precision == "fp16"
    assert greatest_difference(result.photo, run(asked(save_plain(tmp_path))).photo) <= 1


def test_one_size_only_is_served_by_tiles_of_that_size(tmp_path):
    card = save(tmp_path / "fixed.onnx", *enlarger(2, "nearest"), shape=(1, 3, 64, 80), out=(1, 3, 128, 160))
    assert read_descriptor(card).side_px == 64
    for before in (photo(150, 211), photo(40, 51), photo(1, 90)):
        result = run(asked(card, before))
        assert np.array_equal(result.photo.pixels, before.pixels.repeat(2, 0).repeat(2, 1))
        assert (result.tiles > 1) == (before.height == 150 or before.width == 90)


@pytest.mark.parametrize("size", [(1, 1), (7, 7), (1, 129), (3, 509)])
def test_photos_smaller_than_what_it_takes_are_enlarged_too(exported, size):
    before = photo(*size)
    assert run(asked(exported, before)).photo.extent == before.extent.scaled(2)


def test_depth_profile_alpha_and_gray_are_kept(exported):
    alpha = np.full((60, 83), 65535, np.uint16)
    alpha[:, 40:] = 0
    before = photo(60, 83, np.uint16, alpha=alpha, icc_profile=b"profile", metadata=Metadata(exif=b"exif"))
    after = run(asked(exported, before)).photo
    assert (after.pixels.dtype, after.icc_profile, after.metadata) == (np.uint16, b"profile", before.metadata)
    assert after.alpha is not None
    assert (after.alpha[:, :70] == 65535).all()
    gray = Photo(np.repeat(texture(40, 51)[..., :1], 3, axis=2), is_gray=True)
    after = run(asked(exported, gray)).photo
    assert (after.pixels[..., :1] == after.pixels).all()


def test_exact_sizes_and_selections_go_the_same_way(exported):
    before, only = photo(120, 141), mask_with(120, 141, (20, 30, 60, 90))
    result = run(replace(asked(exported, before), only=only)).photo
    assert result.extent == Extent(240, 282)
    assert greatest_difference(result, run(asked(exported, before)).photo) > 0


def test_eight_is_made_of_twos(doubling):
    assert run(asked(doubling, photo(20, 31), 8)).photo.extent == Extent(160, 248)


def test_progress_is_told_tile_by_tile(doubling):
    steps: list[Step] = []
    result = run(asked(doubling, photo(181, 262), tile_px=128), steps.append)
    told = [step.done for step in dict.fromkeys(steps) if step.text == "Enlarging"]
    assert told == list(range(result.tiles + 1))


def test_cancelling_does_not_wait_for_the_end_of_a_tile(tmp_path):
    """A loop that would take minutes is left at once, and no thread stays behind."""
    card = slow_enlarger(tmp_path / "slow.onnx", 10)
    read_descriptor(card)
    slow_enlarger(card, 10**9)
    facts = card.stat()
    quick = onnx_study.study(slow_enlarger(tmp_path / "quick.onnx", 10))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(onnx_study, "_tried", lambda path, ask: replace(quick, file=slow_file(card)))
        assert facts.st_size
        started, before = time.monotonic(), threading.active_count()
        with pytest.raises(Cancelled):
            run(asked(card), stop_while_enlarging)
    assert time.monotonic() - started < 20
    assert threading.active_count() == before


def test_trying_a_network_is_left_at_once(tmp_path):
    asked_for, before = [], threading.active_count()

    def stop() -> None:
        asked_for.append(True)
        if len(asked_for) > 3:
            raise Cancelled

    started = time.monotonic()
    with pytest.raises(Cancelled):
        read_descriptor(slow_enlarger(tmp_path / "slow.onnx", 10**9), stop)
    assert time.monotonic() - started < 20
    assert threading.active_count() == before


def slow_file(card: Path) -> object:
    from desktop_unet.models.onnx_file import read_onnx_file

    return read_onnx_file(card)


def stop_while_enlarging(step: Step) -> None:
    stop_while_enlarging.told += step.text == "Enlarging"
    if stop_while_enlarging.told > 1:
        raise Cancelled


stop_while_enlarging.told = 0


def slow_enlarger(path: Path, rounds: int) -> Path:
    """Doubles the picture, then goes through a loop."""
    nodes, scales = enlarger(2)
    nodes[0].output[:] = ["twice"]
    value = onnx.helper.make_tensor_value_info
    body = onnx.helper.make_graph(
        [node("Identity", "again", "again_out"), node("Mul", "carried one", "carried_out")],
        "body",
        [value("number", 7, []), value("again", 9, []), value("carried", 1, None)],
        [value("again_out", 9, []), value("carried_out", 1, None)],
    )
    nodes.append(node("Loop", "rounds again_first twice", "larger", body=body))
    more = [
        numbers("rounds", rounds, np.int64), numbers("again_first", True, np.bool_), numbers("one", 1.0),
    ]  # fmt: skip
    return save(path, nodes, [*scales, *more], out=(1, 3, None, None))


# --- asked for what they do not have ---------------------------------------------------


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"scale": 4}, "cannot enlarge by 4, it has x2"),
        ({"gates": (1.0, 1.0)}, "doubling has no skip connections, so there are no gates to set"),
        ({"precision": "bf16"}, "doubling runs only in fp32, not in bf16"),
    ],
)
def test_what_such_a_network_does_not_have_is_said(doubling, more, sentence):
    with pytest.raises(RequestImpossible, match=sentence):
        run(asked(doubling, **more))


def test_a_strength_and_holes_are_refused(doubling):
    with pytest.raises(RequestImpossible, match="without a strength"):
        run(replace(asked(doubling), strength=0.5))
    with pytest.raises(RequestImpossible, match="trained to upscale, not to inpaint"):
        run(InpaintRequest(photo(), mask_with(90, 134, (9, 9, 20, 20)), Choices(card=doubling)))


def test_a_device_that_onnxruntime_does_not_know_is_refused(doubling):
    with pytest.raises(DeviceMissing, match="auto, cpu"):
        run(UpscaleRequest(photo(), 2, choices=Choices(card=doubling, device="mps")))


def test_gpus_are_offered_where_onnxruntime_knows_them(monkeypatch):
    monkeypatch.setattr(onnx_runner, "list_devices", lambda: [("cuda:0", "a GPU"), ("mps", "another"), ("cpu", "CPU")])
    for knows, chosen in ((True, "cuda:0"), (False, "cpu")):
        monkeypatch.setattr(onnx_runner, "has_cuda", lambda knows=knows: knows)
        assert str(onnx_runner.choose_device("auto")) == chosen
    with pytest.raises(DeviceMissing, match="auto, cpu"):
        onnx_runner.choose_device("cuda")


def test_what_is_done_with_our_own_kind_alone_is_refused_in_a_sentence(doubling):
    with pytest.raises(NetworkNotOurs, match="networks of the program's own kind"):
        find_card(doubling)


def test_the_command_line_shows_what_such_a_network_can_do(doubling, capsys):
    assert main(["weights", "show", str(doubling), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["name"], facts["scales"], facts["channels"], facts["gates"]) == ("doubling", [2], "rgb", 0)
    assert main(["weights", "show", str(doubling)]) == 0
    assert "tasks: upscale" in capsys.readouterr().out


def test_without_onnxruntime_a_sentence_says_what_to_install(doubling, monkeypatch):
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(onnx_session.importlib, "import_module", absent)
    onnx_session._prepared.cache_clear()
    try:
        with pytest.raises(OnnxRuntimeMissing, match="pip install onnxruntime"):
            read_descriptor(doubling)
    finally:
        onnx_session._prepared.cache_clear()

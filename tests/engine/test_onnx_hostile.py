"""ONNX files that are damaged, unfit or made to do harm: one sentence each, and nothing is read or taken for it."""

from __future__ import annotations

import random
import resource
from pathlib import Path

import numpy as np
import pytest

from desktop_unet.__main__ import main
from desktop_unet.engine import onnx_study
from desktop_unet.engine.network_kinds import find_network, read_descriptor
from desktop_unet.errors import FileMissing, Mishap, NetworkUnusable, NotAFile
from desktop_unet.models import onnx_file
from desktop_unet.models.onnx_file import read_onnx_file
from tests.engine.onnx_files import enlarger, node, numbers, onnx, save


def refused(path: Path, words: str) -> None:
    """Reading it ends in one sentence that names the file."""
    with pytest.raises(NetworkUnusable, match=words) as caught:
        read_descriptor(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.fixture
def whole(tmp_path) -> Path:
    nodes, scales = enlarger(2)
    nodes[0].output[:] = ["twice"]
    nodes.append(node("Conv", "twice weights", "larger", pads=[1, 1, 1, 1]))
    weights = np.zeros((3, 3, 3, 3), np.float32)
    weights[range(3), range(3), 1, 1] = 1
    return save(tmp_path / "whole.onnx", nodes, [*scales, numbers("weights", weights)])


# --- files that are no use -------------------------------------------------------------


def test_what_is_not_there_is_said(tmp_path):
    with pytest.raises(FileMissing):
        find_network(tmp_path / "absent.onnx")
    (tmp_path / "folder.onnx").mkdir()
    with pytest.raises(NotAFile):
        find_network(tmp_path / "folder.onnx")


@pytest.mark.parametrize("content", [b"", b"this is no network", b"\xff" * 99, b"\x08\x09", bytes(40)])
def test_what_is_no_onnx_file_is_refused(tmp_path, content):
    path = tmp_path / "text.onnx"
    path.write_bytes(content)
    refused(path, "cut short, or not an ONNX file")


def test_a_file_cut_short_anywhere_is_refused(whole):
    content = whole.read_bytes()
    for length in range(0, len(content), 7):
        whole.write_bytes(content[:length])
        with pytest.raises(NetworkUnusable):
            read_onnx_file(whole)


def test_bytes_changed_by_chance_end_in_a_sentence_or_in_a_network(whole):
    content, rng = whole.read_bytes(), random.Random(5)
    seen = set()
    for _ in range(60):
        changed = bytearray(content)
        for _ in range(rng.randint(1, 4)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        whole.write_bytes(changed)
        onnx_study._studied.clear()
        try:
            seen.add(type(read_descriptor(whole)).__name__)
        except Mishap as mishap:
            seen.add(type(mishap).__name__)
    assert seen == {"Descriptor", "NetworkUnusable"}


# --- networks that are no enlargers ----------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((1, 3, None), "3 dimensions, not four"),
        ((1, 3, 4, None, None), "5 dimensions, not four"),
        ((1, 4, None, None), "4 channels, not RGB or luminance"),
        ((1, None, None, 3), "channels come after rows"),
        ((8, 3, None, None), "8 pictures at once"),
        ((1, 3, 8, 8), "only pictures of 8 × 8 pixels per side"),
        ((1, 3, 100_000, 100_000), "only pictures of 100000 × 100000 pixels per side"),
    ],
)
def test_wrong_ranks_channels_and_sizes_are_refused(tmp_path, shape, words):
    out = shape if len(shape) == 4 and shape[1] is not None else [None] * len(shape)
    refused(save(tmp_path / "wrong.onnx", [node("Relu", "photo", "larger")], shape=shape, out=out), words)


def test_other_numbers_than_floating_point_are_refused(tmp_path):
    nodes = [node("Identity", "photo", "larger")]
    refused(save(tmp_path / "whole-numbers.onnx", nodes, kind=onnx.TensorProto.UINT8), "floating-point")


def test_two_inputs_are_refused(tmp_path):
    nodes = [node("Add", "photo other", "larger")]
    refused(save(tmp_path / "two.onnx", nodes, inputs=("photo", "other")), "2 inputs and 1 outputs")


def test_a_classifier_is_refused(tmp_path):
    nodes = [node("GlobalAveragePool", "photo", "larger")]
    refused(save(tmp_path / "classifier.onnx", nodes), "into 1 × 1, which is not an enlargement")


def test_a_network_that_reduces_is_refused(tmp_path):
    nodes = [node("MaxPool", "photo", "larger", kernel_shape=[2, 2], strides=[2, 2])]
    refused(save(tmp_path / "smaller.onnx", nodes), "not an enlargement by 1 to 8")


def test_other_channels_out_than_in_are_refused(tmp_path):
    nodes = [node("ReduceMean", "photo axes", "larger", keepdims=1)]
    card = save(tmp_path / "gray.onnx", nodes, [numbers("axes", [1], np.int64)], out=(1, 1, None, None))
    refused(card, "shape 1 × 1 × 17 × 19, not 1 × 3 × rows")


def test_shapes_that_promise_any_size_and_fail_are_refused(tmp_path):
    nodes = [node("Reshape", "photo sides", "larger")]
    refused(save(tmp_path / "fails.onnx", nodes, [numbers("sides", [1, 3, 31, 37], np.int64)]), "cannot be run")


def test_values_that_are_no_numbers_are_refused(tmp_path):
    nodes = [node("Add", "photo nothing", "larger")]
    refused(save(tmp_path / "nan.onnx", nodes, [numbers("nothing", float("nan"))]), "not numbers")


def test_an_operator_that_nobody_knows_is_refused(tmp_path):
    refused(save(tmp_path / "odd.onnx", [node("Sharpen9000", "photo", "larger")]), "onnxruntime cannot read it")


# --- files that would do harm ----------------------------------------------------------


def test_operators_of_other_libraries_are_never_loaded(tmp_path):
    nodes = [node("Enlarge", "photo", "larger", domain="someone.else")]
    refused(
        save(tmp_path / "own.onnx", nodes, domains=("", "someone.else")), "custom operators .someone.else., .*never"
    )


def test_operators_that_load_files_are_refused(tmp_path):
    nodes = [node("EPContext", "photo", "larger", domain="com.microsoft", ep_cache_context="/etc/passwd")]
    refused(save(tmp_path / "context.onnx", nodes, domains=("", "com.microsoft")), "loads further files")


def with_numbers_beside(path: Path, location: str, *, length: int = 324, in_a_node: bool = False) -> Path:
    """The whole network, its weights in another file."""
    tensor = onnx.TensorProto(name="weights", data_type=1, dims=[3, 3, 3, 3], data_location=1)
    for key, value in (("location", location), ("offset", "0"), ("length", str(length))):
        tensor.external_data.add(key=key, value=value)
    conv = node("Conv", "photo weights", "larger", pads=[1, 1, 1, 1])
    if in_a_node:
        return save(path, [node("Constant", "", "weights", value=tensor), conv])
    return save(path, [conv], [tensor])


@pytest.mark.parametrize("in_a_node", [False, True])
@pytest.mark.parametrize("location", ["../secret.bin", "/etc/passwd", "", "sub/../../secret.bin", "link.bin"])
def test_numbers_outside_the_files_folder_are_never_read(tmp_path, location, in_a_node):
    (tmp_path / "secret.bin").write_bytes(bytes(324))
    folder = tmp_path / "networks"
    folder.mkdir()
    (folder / "link.bin").symlink_to(tmp_path / "secret.bin")
    refused(with_numbers_beside(folder / "card.onnx", location, in_a_node=in_a_node), "outside its folder")


def test_numbers_beside_the_file_are_read(tmp_path):
    path = with_numbers_beside(tmp_path / "card.onnx", "weights.bin")
    refused(path, "weights.bin is missing")
    (tmp_path / "weights.bin").write_bytes(bytes(100))
    refused(path, "weights.bin is cut short")
    weights = np.zeros((3, 3, 3, 3), np.float32)
    weights[range(3), range(3), 1, 1] = 1
    (tmp_path / "weights.bin").write_bytes(weights.tobytes())
    assert read_descriptor(path).scales == (1,)


def declared(path: Path, dims: list[int]) -> Path:
    tensor = onnx.TensorProto(name="much", data_type=1, dims=dims, raw_data=bytes(16))
    return save(path, [node("Add", "photo much", "larger")], [tensor])


def asked_at_run_time(path: Path, sides: list[int]) -> Path:
    nodes = [
        node("ConstantOfShape", "sides", "much"),
        node("ReduceMean", "much", "mean", keepdims=0),
        node("Add", "photo mean", "larger"),
    ]
    return save(path, nodes, [numbers("sides", sides, np.int64)])


def test_ten_gigabytes_of_declared_memory_are_refused_and_never_taken(tmp_path):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(declared(tmp_path / "ten.onnx", [50_000, 50_000]), "asks for 10 GB of memory")
    refused(declared(tmp_path / "huge.onnx", [2**62, 2**62]), "GB of memory")
    refused(declared(tmp_path / "few.onnx", [1000, 1000]), "do not fit its shapes")
    refused(declared(tmp_path / "negative.onnx", [-5]), "not an ONNX file")
    # What the limits say of onnxruntime's memory depends on the machine; this is more than any has.
    refused(asked_at_run_time(tmp_path / "late.onnx", [1_000_000, 1_000_000]), "more memory than is available|cannot")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_a_file_of_millions_of_nothings_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(onnx_file, "FIELDS_LIMIT", 20_000)
    path = tmp_path / "endless.onnx"
    path.write_bytes(b"\x08\x01" * 30_000)
    refused(path, "more parts than any network needs")
    sides = onnx.TensorProto(name="much", data_type=1, dims=[1] * 30_000, raw_data=bytes(4))
    refused(save(tmp_path / "sides.onnx", [node("Add", "photo much", "larger")], [sides]), "more parts")


def test_graphs_within_graphs_end(tmp_path):
    value = onnx.helper.make_tensor_value_info
    flat = onnx.helper.make_graph([node("Identity", "photo", "x")], "g", [], [value("x", 1, None)])
    body = flat
    for _ in range(20):
        inner = node("If", "yes", "x", then_branch=body, else_branch=flat)
        body = onnx.helper.make_graph([inner], "g", [], [value("x", 1, None)])
    deep = node("If", "yes", "larger", then_branch=body, else_branch=flat)
    refused(save(tmp_path / "deep.onnx", [deep], [numbers("yes", True, np.bool_)]), "nested too deep")


def test_a_network_without_end_is_given_up(tmp_path, monkeypatch):
    from tests.engine.test_onnx import slow_enlarger

    monkeypatch.setattr(onnx_study, "_LIMIT_S", 0.5)
    refused(slow_enlarger(tmp_path / "endless.onnx", 10**9), "takes minutes")


def test_the_command_line_says_one_line_and_writes_nothing(tmp_path, capsys, whole):
    from PIL import Image

    from tests.engine.networks import texture

    Image.fromarray(texture(40, 51)).save(tmp_path / "in.png")
    whole.write_bytes(whole.read_bytes()[:-9])
    words = ("upscale", tmp_path / "in.png", tmp_path / "out.png", "--scale", "2", "--card", whole)
    assert main([str(word) for word in words]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"error: {whole}: ")
    assert said.err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.png", "whole.onnx"]

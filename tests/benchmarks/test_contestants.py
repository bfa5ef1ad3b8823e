"""Everybody who is named takes part, is fed as its graph wants it, or says why not."""

from __future__ import annotations

import importlib
from pathlib import Path

import benchmark
import graphs
import numpy as np
import peers
import pytest
from contest import Answer, Job, do
from contestants import KERNELS, OUR_PRECISIONS, Contestant, contestants, scale_in_name, split_scale, superres_name
from graphs import Batch, Graph, Habits, enlarger, find_habits
from launching import Failed, run_job, run_python
from lines import STAR, Line, cells, peers_table, said, table
from missing import Missing
from PIL import Image

from desktop_unet.evaluation.perceptual import PACKAGE, WEIGHTS
from desktop_unet.imaging.geometry import Extent
from desktop_unet.paths import package_file
from tests.engine.networks import save_identity, texture


def repeated(planes: Batch, scale: int) -> Batch:
    """The simplest enlargement: each pixel becomes a square."""
    return planes.repeat(scale, axis=2).repeat(scale, axis=3)


def enlarged(pixels: np.ndarray, scale: int) -> np.ndarray:
    return pixels.repeat(scale, axis=0).repeat(scale, axis=1)


# --- who takes part --------------------------------------------------------------------


def test_every_name_gets_its_rows_and_ours_two_each(tmp_path):
    everyone = list(contestants(["upscale-skip"], ["a.onnx:3"], [("n.param", "n.bin")], ["FSRCNN_x2.pb"]))
    assert [one.name for one in everyone] == [*KERNELS, "upscale-skip", "upscale-skip", "FSRCNN_x2", "a", "n"]
    assert [one.precision for one in everyone if one.kind == "ours"] == list(OUR_PRECISIONS)
    assert [one.scale for one in everyone[-3:]] == [2, 3, None]


@pytest.mark.parametrize(
    ("name", "scale", "network"),
    [
        ("EDSR_x4.pb", 4, "edsr"),
        ("models/FSRCNN-small_x3.pb", 3, "fsrcnn"),
        ("LapSRN-2x.pb", 2, "lapsrn"),
        ("ESPCN.pb", None, "espcn"),
        ("net_x40.pb", None, None),
    ],
)
def test_a_file_name_tells_scale_and_network(name, scale, network):
    assert scale_in_name(name) == scale
    assert superres_name(name) == network


def test_only_a_number_after_the_colon_is_a_scale():
    assert split_scale("a/b.onnx:4") == ("a/b.onnx", 4)
    assert split_scale("C:/b.onnx") == ("C:/b.onnx", None)


# --- how graphs are fed ----------------------------------------------------------------


def test_a_plain_graph_gives_each_pixel_its_square():
    enlarge, scale = enlarger(Graph(lambda planes: repeated(planes, 3), 3))
    pixels = texture(23, 31)
    assert scale == 3
    assert np.array_equal(enlarge(pixels), enlarged(pixels, 3))


def test_what_unpadded_convolutions_lose_is_made_up_for():
    """Seven rows and columns of the result are cut on every side."""
    graph = Graph(lambda planes: repeated(planes, 2)[..., 7:-7, 7:-7], 3)
    assert find_habits(graph) == Habits(2, 4, 1)
    enlarge, _ = enlarger(graph)
    pixels = texture(23, 31)
    assert np.array_equal(enlarge(pixels), enlarged(pixels, 2))


def test_a_graph_that_halves_its_input_is_given_a_multiple():
    def fourths(planes: Batch) -> Batch:
        height, width = (side // 4 * 4 for side in planes.shape[2:])
        return repeated(planes[..., :height, :width], 2)

    assert find_habits(Graph(fourths, 3)).multiple == 4
    enlarge, _ = enlarger(Graph(fourths, 3))
    pixels = texture(23, 31)
    assert np.array_equal(enlarge(pixels), enlarged(pixels, 2))


def test_a_graph_whose_rows_come_out_of_place_is_found_out():
    """As with odd widths in nets that halve and crop: the size is right, the picture is not."""

    def sheared(planes: Batch) -> Batch:
        large = repeated(planes, 2)
        return large if planes.shape[3] % 2 == 0 else np.roll(large, 9, axis=3)

    assert find_habits(Graph(sheared, 3)).multiple == 2
    enlarge, _ = enlarger(Graph(sheared, 3))
    pixels = texture(24, 31)
    assert np.array_equal(enlarge(pixels), enlarged(pixels, 2))


@pytest.mark.parametrize("size", [(41, 75), (9, 13), (32, 32)])
def test_a_graph_of_one_size_is_given_tiles_of_it(size):
    taken = []

    def only(planes: Batch) -> Batch:
        taken.append(planes.shape)
        return repeated(planes, 2)

    enlarge, scale = enlarger(Graph(only, 3, Extent(32, 32)))
    pixels = texture(*size)
    assert scale == 2
    assert np.array_equal(enlarge(pixels), enlarged(pixels, 2))
    assert set(taken) == {(1, 3, 32, 32)}


def test_a_graph_of_luma_leaves_the_colours_to_bicubic():
    enlarge, _ = enlarger(Graph(lambda planes: repeated(planes, 2), 1))
    gray = np.repeat(texture(23, 31)[..., :1], 3, axis=2)
    assert np.abs(enlarge(gray).astype(int) - enlarged(gray, 2).astype(int)).max() <= 1
    flat = np.full((23, 31, 3), (200, 90, 30), np.uint8)
    assert np.abs(enlarge(flat).astype(int) - (200, 90, 30)).max() <= 1


def test_luma_is_that_of_jpeg():
    pixels = texture(23, 31)
    expected = np.asarray(Image.fromarray(pixels).convert("YCbCr"), float)
    found = pixels @ graphs._Y_CB_CR.T + (0, 128, 128)
    assert np.abs(found - expected).max() < 1.1


@pytest.mark.parametrize(
    ("graph", "reason"),
    [
        (Graph(lambda planes: planes[..., ::2, ::2], 3), "even"),
        (Graph(lambda planes: planes[:, :1], 3), "shape"),
        (Graph(lambda planes: planes, 3, Extent(32, 48)), "square"),
        (Graph(lambda planes: planes[..., :40, :40], 3, Extent(48, 48)), "even"),
    ],
)
def test_a_graph_that_does_not_enlarge_evenly_says_so(graph, reason):
    with pytest.raises(Missing, match=reason):
        find_habits(graph)


def test_a_graph_of_another_scale_than_was_said_is_refused():
    with pytest.raises(Missing, match="by 2, not by 4"):
        enlarger(Graph(lambda planes: repeated(planes, 2), 3), 4)


# --- measuring one ---------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path) -> Path:
    place = tmp_path / "photos"
    place.mkdir()
    for seed in range(2):
        Image.fromarray(texture(62, 91, seed=seed)).save(place / f"photo{seed}.png")
    return place


def job(one: Contestant, folder: Path, **more: object) -> Job:
    values = {"scale": 2, "threads": 1, "task": "measure", "answer": str(folder.parent / "answer.json")}
    return Job(one, **(values | {"folders": (str(folder),), "repeat": 0} | more))


def test_bicubic_scores_as_the_evaluation_says(folder, tmp_path):
    from desktop_unet.engine.task import Choices
    from desktop_unet.evaluation.upscale_scores import evaluate_upscale

    mean = evaluate_upscale(folder, 2, Choices(card=save_identity(tmp_path / "networks"), device="cpu")).mean
    answer = do(job(Contestant("bicubic", "resize", "bicubic"), folder))
    ((psnr, ssim, *looks),) = answer.scores
    assert (psnr, ssim) == (pytest.approx(mean.bicubic_psnr), pytest.approx(mean.bicubic_ssim))
    assert len(looks) == (package_file(PACKAGE, WEIGHTS) is not None)
    assert answer.seconds_per_megapixel == ()
    lanczos = do(job(Contestant("lanczos", "resize", "lanczos"), folder))
    assert lanczos.scores != answer.scores


def test_our_network_goes_through_the_engine(folder, tmp_path):
    card = save_identity(tmp_path / "networks")
    answer = do(job(Contestant("identity", "ours", str(card), "fp32"), folder))
    bicubic = do(job(Contestant("bicubic", "resize", "bicubic"), folder))
    assert answer.precision == "fp32"
    assert answer.scores[0][0] == pytest.approx(bicubic.scores[0][0], abs=0.02)


def test_a_process_of_its_own_gives_the_same_answer_and_its_memory(folder, tmp_path):
    task = job(Contestant("bicubic", "resize", "bicubic"), folder, repeat=1)
    answer = run_job(task, tmp_path, 120)
    assert answer.scores[0] == pytest.approx(do(task).scores[0])
    assert len(answer.seconds_per_megapixel) == 1
    assert answer.peak_mib is None or 20 < answer.peak_mib < 2000


def test_enlarging_writes_the_larger_photo(folder, tmp_path):
    output = tmp_path / "large.png"
    do(
        job(
            Contestant("b", "resize", "bicubic"),
            folder,
            task="enlarge",
            input=str(folder / "photo0.png"),
            output=str(output),
        )
    )
    with Image.open(output) as image:
        assert image.size == (182, 124)


def test_answers_and_jobs_survive_their_files(folder):
    task = job(Contestant("a", "ncnn", "a.param", scale=4, second="a.bin"), folder)
    assert Job.from_json(task.to_json()) == task
    answer = Answer("", "fp16", ((30.0, 0.9),), (0.5, 0.6), 99.0)
    assert Answer.from_json(answer.to_json()) == answer


# --- who is missing --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "module", "sentence"),
    [
        (Contestant("a", "onnx", "a.onnx"), "onnxruntime", "onnxruntime is not installed"),
        (Contestant("a", "ncnn", "a.param", second="a.bin"), "ncnn", "ncnn is not installed"),
        (Contestant("EDSR", "dnn_superres", "EDSR_x2.pb"), "cv2", "OpenCV is not installed"),
    ],
)
def test_a_library_that_is_not_installed_is_named(monkeypatch, folder, one, module, sentence):
    real = importlib.import_module

    def without(name: str) -> object:
        if name == module:
            raise ModuleNotFoundError(name=name)
        return real(name)

    monkeypatch.setattr(importlib, "import_module", without)
    assert do(job(one, folder)).missing == sentence


def test_an_opencv_without_the_module_is_told_from_none(monkeypatch, folder):
    monkeypatch.setattr(peers, "need_module", lambda name, package: object())
    answer = do(job(Contestant("EDSR", "dnn_superres", "EDSR_x2.pb"), folder))
    assert answer.missing == "this OpenCV has no dnn_superres, which comes with opencv-contrib-python-headless"


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (Contestant("no", "ours", "no-such-card", "fp32"), "there is no card no-such-card"),
        (Contestant("EDSR_x4", "dnn_superres", "EDSR_x4.pb", scale=4), "it enlarges by 4 only"),
    ],
)
def test_a_contestant_that_cannot_take_part_says_why(folder, one, sentence):
    assert do(job(one, folder)).missing == sentence


def test_an_onnx_file_is_fed_as_its_graph_says(tmp_path, folder):
    onnx = pytest.importorskip("onnx", reason="onnx is not installed, so no model can be made")
    pytest.importorskip("onnxruntime", reason="onnxruntime is not installed, so no ONNX model can run")
    for channels, height, width in ((3, "h", "w"), (1, 24, 24)):
        file = tmp_path / f"nearest-{channels}.onnx"
        onnx.save(nearest(onnx, channels, height, width), file)
        peer = peers.open_peer(Contestant("nearest", "onnx", str(file)), 2, 1)
        pixels = np.repeat(texture(23, 31)[..., :1], 3, axis=2) if channels == 1 else texture(23, 31)
        assert np.abs(peer.enlarge(pixels).astype(int) - enlarged(pixels, 2)).max() <= (channels == 1)
        assert do(job(Contestant("nearest", "onnx", str(file)), folder, scale=3)).missing == "it enlarges by 2 only"


def nearest(onnx: object, channels: int, height: int | str, width: int | str) -> object:
    """A model that doubles by repeating pixels."""
    helper, kind = onnx.helper, onnx.TensorProto.FLOAT
    scales = helper.make_tensor("scales", kind, [4], [1.0, 1.0, 2.0, 2.0])
    settings = {"mode": "nearest", "nearest_mode": "floor", "coordinate_transformation_mode": "asymmetric"}
    node = helper.make_node("Resize", ["photo", "", "scales"], ["large"], **settings)
    given = helper.make_tensor_value_info("photo", kind, [1, channels, height, width])
    result = helper.make_tensor_value_info("large", kind, [1, channels, None, None])
    graph = helper.make_graph([node], "nearest", [given], [result], [scales])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def test_an_ncnn_model_is_fed_as_its_net_says(tmp_path):
    pytest.importorskip("ncnn", reason="ncnn is not installed, so no ncnn model can run")
    parameters, weights = tmp_path / "nearest.param", tmp_path / "nearest.bin"
    parameters.write_text("7767517\n2 2\nInput in0 0 1 in0\nInterp up 1 1 in0 out0 0=1 1=2.0 2=2.0\n")
    weights.write_bytes(b"")
    peer = peers.open_peer(Contestant("nearest", "ncnn", str(parameters), second=str(weights)), 2, 1)
    pixels = texture(23, 31)
    assert np.array_equal(peer.enlarge(pixels), enlarged(pixels, 2))


# --- the table -------------------------------------------------------------------------


def test_a_line_has_a_cell_for_every_column_and_rounds_as_tables_do():
    full = Line("a", 4, "bf16", ((31.006, 0.87619), (27.87, 0.77)), (0.9, 0.1234, 0.1), (2.8, 2.714, 2.7), 731.4)
    assert cells(full, 2) == ["a", "bf16", "31.01/0.8762", "27.87/0.7700", "0.123*", "2.71", "731"]
    assert cells(Line("b", 4, note="it is not here"), 2) == ["b", "", "", "", "", "", ""]


def test_a_star_says_that_the_runs_lie_far_apart():
    assert table("t", ["a", "b", "c"], [["a", "b", said((1.0, 1.1, 1.19))]]).caption is None
    assert table("t", ["a", "b", "c"], [["a", "b", said((1.0, 1.1, 1.21))]]).caption == STAR
    assert said(()) == ""


def test_reasons_have_a_column_only_where_there_are_any():
    present, absent = Line("a", 4, "fp32", ((30.0, 0.9),)), Line("b", 4, note="it is not here")
    headings = [column.header for column in peers_table("x4", ["Set5"], [present]).columns]
    assert headings == ["contestant", "precision", "Set5", "s/MP", "4 MP, s", "peak MiB"]
    reasons = peers_table("x4", ["Set5"], [present, absent]).columns[-1]
    assert reasons.header == "why not"
    assert list(reasons.cells) == ["", "it is not here"]


def test_folders_that_are_named_come_instead_of_the_benchmarks(tmp_path):
    (tmp_path / "bench" / "Set5").mkdir(parents=True)
    assert benchmark.photo_folders(tmp_path, [])[0] == [tmp_path / "bench" / "Set5"]
    assert benchmark.photo_folders(tmp_path, [Path("mine")]) == ([Path("mine")], "")
    found, sentence = benchmark.photo_folders(tmp_path / "nowhere", [])
    assert found == []
    assert "--photos-folder" in sentence


def test_a_folder_without_photos_is_refused_before_anything_is_measured(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["benchmark.py", "--photos-folder", str(tmp_path)])
    assert benchmark.main() == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("error: ")
    assert output.err.count("\n") == 1


def test_a_process_that_fails_or_hangs_becomes_a_sentence():
    with pytest.raises(Failed, match="ended with 3: a reason"):
        run_python(["-c", "import sys; print('a reason', file=sys.stderr); sys.exit(3)"], 60)
    with pytest.raises(Failed, match="given up after"):
        run_python(["-c", "import time; time.sleep(60)"], 0.5)

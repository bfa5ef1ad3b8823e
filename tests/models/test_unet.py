"""Every network that can be described can be built, keeps sizes and ranges, and learns.

``make test`` builds enough of them that any three options meet in every way in which they can; ``make test-all`` all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from itertools import product
from typing import get_args

import pytest
import torch

from desktop_unet.errors import ConfigImpossible
from desktop_unet.models import config as config_module
from desktop_unet.models.config import (
    RESNET_BLOCKS,
    RESNET_WIDTHS,
    Activation,
    Head,
    Norm,
    Task,
    UNetConfig,
    Upsampling,
)
from desktop_unet.models.overshoot import hold_near
from desktop_unet.models.unet import UNet
from tests.models.covering import Setting, covering, meetings

UPSAMPLINGS = get_args(Upsampling)
HEADS = get_args(Head)
BOTH = (True, False)
OWN_ENCODERS = ("plain", "residual")
RESNET_UPSAMPLINGS = tuple(kind for kind in UPSAMPLINGS if kind != "unpool")
TOGETHER = 3
"""Options that meet in every way in the networks that are built each time."""
TASKS = get_args(Task)
STEMS = {
    "upscale": ("enlarge_first", "low_res"),
    "inpaint": ("enlarge_first",),
    "segment": ("enlarge_first", "half_res"),
}


def configs(task: str, encoder: str, upsampling: str) -> Iterator[UNetConfig]:
    """All legal configurations of one task, encoder and upsampling."""
    if encoder in RESNET_BLOCKS:
        shape = {"widths": config_module.RESNET_WIDTHS, "blocks": RESNET_BLOCKS[encoder], "norm": "batch"}
        finish = product(_heads(task), ("relu",), ("batch",))
    else:
        shape = {"widths": (4, 6, 8), "blocks": (1, 2, 1)}
        finish = product(_heads(task), get_args(Activation), get_args(Norm))
    stems = ("enlarge_first",) if encoder in RESNET_BLOCKS else STEMS[task]
    sizes = {
        "inpaint": [{"scales": (1,), "stages": n} for n in (1, 2)],
        "upscale": [{"scales": (2, 3), "strength_input": is_told} for is_told in BOTH],
        "segment": [{"scales": (1,)}],
    }[task]
    for (head, activation, norm), stem, size, skip in product(finish, stems, sizes, BOTH):
        rest = {**shape, "norm": norm, "head": head, "activation": activation, "stem": stem, "skip": skip, **size}
        yield UNetConfig(task=task, encoder=encoder, upsampling=upsampling, **rest)


def _heads(task: str) -> tuple[str, ...]:
    return ("sigmoid",) if task == "segment" else HEADS


def sample(config: UNetConfig, height: int, width: int, batch: int = 2) -> torch.Tensor:
    torch.manual_seed(7)
    photo = torch.rand(batch, 3, height, width)
    if config.task != "inpaint":
        return photo
    mask = torch.zeros(batch, 1, height, width)
    mask[..., 2:5, 3:7] = 1
    return torch.cat([photo * (1 - mask), mask], dim=1)


def built(config: UNetConfig) -> UNet:
    torch.manual_seed(3)
    return UNet(config)


def small(**changes: object) -> UNetConfig:
    values = {"widths": (4, 6, 8), "blocks": (1, 1, 1), "scales": (2,), **changes}
    if values.get("task") in ("inpaint", "segment"):
        values["scales"] = (1,)
    return UNetConfig(**values)


@pytest.mark.parametrize("skip", BOTH)
@pytest.mark.parametrize("stages", [1, 2])
@pytest.mark.parametrize(
    "changes",
    [{"convolution": "gated"}, {"convolution": "partial"}, {"bottleneck": "fourier"}, {"guess": "biharmonic"}],
    ids=lambda changes: next(iter(changes.values())),
)
def test_every_kind_of_filler_keeps_size_and_range_and_learns(changes: dict, stages: int, skip: bool) -> None:
    for upsampling in UPSAMPLINGS:
        if upsampling == "unpool" and changes.get("convolution") == "partial":
            continue
        config = small(task="inpaint", encoder="residual", skip=skip, stages=stages, upsampling=upsampling, **changes)
        check(config, 12, 16)


def test_partial_convolutions_do_not_see_what_the_hole_is_filled_with() -> None:
    network = built(small(task="inpaint", encoder="residual", convolution="partial", skip=False)).eval()
    batch = sample(network.config, 16, 24)
    guesses = (torch.rand(2, 3, 16, 24), torch.zeros(2, 3, 16, 24))
    first, second = (network(batch, guess=guess) for guess in guesses)
    assert torch.equal(first, second)


def test_a_fourier_bottleneck_sees_the_whole_photo() -> None:
    shape = {"task": "inpaint", "encoder": "residual", "widths": (4, 6), "blocks": (1, 1), "head": "sigmoid"}
    for bottleneck, sees in (("fourier", True), ("local", False)):
        network = built(small(**shape, bottleneck=bottleneck)).eval()
        batch = sample(network.config, 64, 96)
        other = batch.clone()
        other[:, :3, 50:, 80:] = 0.9
        near = (network(batch) - network(other))[..., :8, :8].abs().max().item()
        assert (near > 0) == sees


def all_of(encoders: Iterable[str], upsamplings: Iterable[str]) -> list[UNetConfig]:
    kinds = product(TASKS, encoders, upsamplings)
    return [config for task, encoder, upsampling in kinds for config in configs(task, encoder, upsampling)]


def few_of(encoders: Iterable[str], upsamplings: Iterable[str]) -> list[UNetConfig]:
    """Of ``all_of`` them as many as it takes for any ``TOGETHER`` options to meet in every way."""
    everything = all_of(encoders, upsamplings)
    return [everything[number] for number in covering(map(options, everything), TOGETHER)]


def options(config: UNetConfig) -> dict[str, object]:
    """What ``configs`` varies; widths, blocks and scales follow from it."""
    return {name: value for name, value in asdict(config).items() if name not in ("widths", "blocks", "scales")}


def test_networks_keep_size_and_range_and_give_each_parameter_a_gradient() -> None:
    few, everything = few_of(OWN_ENCODERS, UPSAMPLINGS), all_of(OWN_ENCODERS, UPSAMPLINGS)
    assert shown_by(few) == shown_by(everything)
    for config in few:
        check(config, 12, 16)


def shown_by(networks: Iterable[UNetConfig]) -> set[tuple[Setting, ...]]:
    """Each way in which three options meet in one of them."""
    return set().union(*(meetings(options(config), 3) for config in networks))


@pytest.mark.exhaustive
@pytest.mark.parametrize("upsampling", UPSAMPLINGS)
@pytest.mark.parametrize("encoder", OWN_ENCODERS)
@pytest.mark.parametrize("task", TASKS)
def test_every_legal_network_does_so(task: str, encoder: str, upsampling: str) -> None:
    for config in configs(task, encoder, upsampling):
        check(config, 12, 16)


def test_a_resnet_encoder_does_so_too(narrow_resnets: None) -> None:
    for config in few_of(RESNET_BLOCKS, RESNET_UPSAMPLINGS):
        check(config, 16, 24)


@pytest.mark.exhaustive
@pytest.mark.parametrize("upsampling", RESNET_UPSAMPLINGS)
@pytest.mark.parametrize("encoder", list(RESNET_BLOCKS))
@pytest.mark.parametrize("task", TASKS)
def test_every_legal_network_with_a_resnet_encoder_does_so(
    task: str, encoder: str, upsampling: str, narrow_resnets: None
) -> None:
    for config in configs(task, encoder, upsampling):
        check(config, 16, 24)


@pytest.fixture
def narrow_resnets(monkeypatch: pytest.MonkeyPatch) -> None:
    """ResNets with an eighth of the channels: the same parts joined the same way, in a fraction of the time."""
    monkeypatch.setattr(config_module, "RESNET_WIDTHS", tuple(width // 8 for width in RESNET_WIDTHS))


@pytest.mark.parametrize(
    ("task", "encoder", "skip"),
    [("upscale", "resnet18", True), ("inpaint", "resnet18", False), ("upscale", "resnet34", False),
     ("inpaint", "resnet34", True)],
)  # fmt: skip
def test_a_resnet_encoder_of_full_width_does_so_too(task: str, encoder: str, skip: bool) -> None:
    kinds = configs(task, encoder, "pixel_shuffle")
    check(next(config for config in kinds if config.head == "sigmoid" and config.skip == skip), 16, 24)


@pytest.mark.exhaustive
@pytest.mark.parametrize("encoder", list(RESNET_BLOCKS))
@pytest.mark.parametrize("task", TASKS)
def test_every_resnet_encoder_of_full_width_does_so(task: str, encoder: str) -> None:
    for config in configs(task, encoder, "pixel_shuffle"):
        if config.head == "sigmoid":
            check(config, 16, 24)


def check(config: UNetConfig, height: int, width: int) -> None:
    network = built(config).train()
    batch = sample(config, height, width)
    total = torch.zeros(())
    for scale in config.scales:
        restored = network(batch, scale=scale)
        assert restored.shape == (2, config.output_channels, height * scale, width * scale), config
        assert restored.dtype == torch.float32
        total = total + restored.square().sum()
    total.backward()
    without = [name for name, parameter in network.named_parameters() if parameter.grad is None]
    assert not without, (config, without)
    network.eval()
    with torch.inference_mode():
        restored = network(batch, scale=config.scales[0])
    assert restored.min() >= 0
    assert restored.max() <= 1


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (7, 5), (33, 18)])
def test_a_mark_has_any_size_that_a_photo_has(size: tuple[int, int]) -> None:
    for stem in STEMS["segment"]:
        network = built(small(task="segment", stem=stem)).eval()
        assert network(sample(network.config, *size)).shape == (2, 1, *size)


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (7, 5), (33, 18)])
@pytest.mark.parametrize("stem", STEMS["upscale"])
def test_any_size_is_taken(size: tuple[int, int], stem: str) -> None:
    network = built(small(stem=stem, scales=(3,))).eval()
    assert network(sample(network.config, *size)).shape[-2:] == (size[0] * 3, size[1] * 3)


@pytest.mark.parametrize("upsampling", UPSAMPLINGS)
@pytest.mark.parametrize("encoder", ["plain", "residual"])
def test_without_skips_the_output_depends_on_the_bottleneck_alone(encoder: str, upsampling: str) -> None:
    network = built(small(skip=False, encoder=encoder, upsampling=upsampling, head="linear")).eval()
    encoded = network.encode(sample(network.config, 12, 16))
    before = network.decode(encoded)
    encoded.features[:-1] = [torch.rand_like(feature) for feature in encoded.features[:-1]]
    encoded.guess = torch.rand_like(encoded.guess)
    assert torch.equal(network.decode(encoded), before)


def test_with_skips_the_output_depends_on_every_level() -> None:
    network = built(small()).eval()
    batch = sample(network.config, 12, 16)
    before = network(batch)
    for level in range(2):
        encoded = network.encode(batch)
        encoded.features[level] = torch.rand_like(encoded.features[level])
        assert not torch.equal(network.decode(encoded), before)


@pytest.mark.parametrize("stem", STEMS["segment"])
def test_a_finder_without_skips_sees_through_the_bottleneck_alone(stem: str) -> None:
    network = built(small(task="segment", skip=False, encoder="residual", stem=stem)).eval()
    encoded = network.encode(sample(network.config, 16, 24))
    before = network.decode(encoded)
    encoded.features[:-1] = [torch.rand_like(feature) for feature in encoded.features[:-1]]
    encoded.guess = torch.rand_like(encoded.guess)
    assert torch.equal(network.decode(encoded), before)


def test_a_finder_gives_logits_in_training_and_probabilities_afterwards() -> None:
    network = built(small(task="segment", stem="half_res"))
    batch = sample(network.config, 12, 16)
    assert torch.allclose(torch.sigmoid(network.train()(batch)), network.eval()(batch))


def test_at_half_resolution_no_pixel_of_a_photo_is_lost() -> None:
    network = built(small(task="segment", stem="half_res", encoder="residual")).eval()
    batch = sample(network.config, 12, 16, batch=1)
    before = network(batch)
    for row in range(2):
        for column in range(2):
            spotted = batch.clone()
            spotted[..., 4 + row, 6 + column] = 1 - spotted[..., 4 + row, 6 + column]
            assert not torch.allclose(network(spotted), before, atol=1e-5)


@pytest.mark.parametrize("encoder", ["plain", "residual"])
def test_gates_of_one_change_nothing(encoder: str) -> None:
    network = built(small(encoder=encoder)).eval()
    batch = sample(network.config, 12, 16)
    assert torch.equal(network(batch, gates=(1.0, 1.0)), network(batch))


def test_gates_of_zero_are_concatenated_zeros() -> None:
    network = built(small()).eval()
    batch = sample(network.config, 12, 16)
    encoded = network.encode(batch)
    encoded.features[:-1] = [torch.zeros_like(feature) for feature in encoded.features[:-1]]
    assert torch.equal(network(batch, gates=(0.0, 0.0)), network.decode(encoded))


def test_the_wrong_number_of_gates_is_refused() -> None:
    network = built(small())
    with pytest.raises(ValueError, match="2 gates"):
        network(sample(network.config, 8, 12), gates=(1.0,))


def test_a_network_without_skips_has_no_gates() -> None:
    network = built(small(skip=False))
    with pytest.raises(ValueError, match="no gates"):
        network(sample(network.config, 8, 12), gates=(1.0, 1.0))


def test_what_lies_under_the_mask_has_no_influence() -> None:
    for stages in (1, 2):
        network = built(small(task="inpaint", stages=stages, head="linear")).eval()
        batch = sample(network.config, 12, 16)
        painted = batch.clone()
        painted[:, :3] += torch.rand_like(painted[:, :3]) * batch[:, 3:]
        assert torch.equal(network(painted), network(batch))


def test_the_second_stage_refines_what_the_first_made() -> None:
    network = built(small(task="inpaint", stages=2, head="linear")).eval()
    batch = sample(network.config, 12, 16)
    before = network(batch)
    with torch.no_grad():
        network.coarse.tails["x1"].bias.add_(0.2)
    assert not torch.equal(network(batch), before)


def test_strength_changes_the_result_photo_by_photo() -> None:
    network = built(small(strength_input=True)).eval()
    batch = sample(network.config, 12, 16)
    clean = network(batch)
    mixed = network(batch, strength=torch.tensor([0.0, 1.0]))
    assert torch.allclose(mixed[0], clean[0], atol=1e-6)
    assert not torch.allclose(mixed[1], clean[1], atol=1e-4)


def test_an_unknown_scale_is_refused() -> None:
    network = built(small(scales=(2, 4)))
    with pytest.raises(ValueError, match="scale 3"):
        network(sample(network.config, 8, 12), scale=3)


def test_a_batch_with_the_wrong_channels_is_refused() -> None:
    with pytest.raises(ValueError, match="must be"):
        built(small(task="inpaint"))(torch.rand(1, 3, 8, 12))


def test_a_trunk_in_bfloat16_keeps_the_guess_exact() -> None:
    network = built(small(stem="low_res", encoder="residual", head="linear")).eval()
    with torch.no_grad():
        for parameter in network.tails.parameters():
            parameter.zero_()
    batch = sample(network.config, 12, 16)
    guess = network.encode(batch).guess
    assert torch.equal(network.convert_trunk(torch.bfloat16)(batch), hold_near(guess.clone(), batch, 2))


def test_variants_differ_in_nothing_but_the_skips() -> None:
    with_skips = small(encoder="residual")
    assert replace(with_skips.with_skip(False), skip=True) == with_skips
    encoders = [UNet(config).encoder.state_dict() for config in (with_skips, with_skips.with_skip(False))]
    assert [tensor.shape for tensor in encoders[0].values()] == [tensor.shape for tensor in encoders[1].values()]


@pytest.mark.parametrize("skip", BOTH)
def test_last_convolutions_at_full_size_begin_at_nothing_and_learn(skip: bool) -> None:
    torch.manual_seed(5)
    plain = UNetConfig(
        skip=skip, widths=(8, 8), blocks=(1, 1), encoder="residual", upsampling="pixel_shuffle", head="linear",
        stem="low_res", scales=(1, 2, 3),
    )  # fmt: skip
    network, photo = UNet(replace(plain, finish=6)), torch.rand(2, 3, 10, 13)
    assert set(network.finishers) == {"x2", "x3"}
    for scale in (1, 2, 3):
        before = network.train()(photo, scale=scale)
        assert before.shape == (2, 3, 10 * scale, 13 * scale)
    loss = (before - 0.5).square().mean()
    loss.backward()
    with torch.no_grad():
        for number in network.finishers["x3"].parameters():
            number -= number.grad
    assert not torch.equal(network(photo, scale=3), before)
    exact = network.eval()(photo, scale=3)
    assert (network.convert_trunk(torch.bfloat16)(photo, scale=3) - exact).abs().max() < 0.05


def test_last_convolutions_are_for_what_is_enlarged_by_a_shuffle() -> None:
    for changes, word in (({"finish": 2}, "finish must"), ({"finish": 8, "stem": "enlarge_first"}, "low_res stem")):
        with pytest.raises(ConfigImpossible, match=word):
            UNetConfig(**{"stem": "low_res", **changes})

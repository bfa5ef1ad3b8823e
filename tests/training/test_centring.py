"""Centred steps leave alone what kernels answer to the mean of their input, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import torch

from desktop_unet.models.config import UNetConfig
from desktop_unet.models.unet import UNet
from desktop_unet.training.branches import folded
from desktop_unet.training.centring import Centring, see_less_grey
from desktop_unet.training.config import TrainConfig
from desktop_unet.training.distributed import Team
from desktop_unet.training.optimisers import Optimiser, feature_convolutions, trained_weight

CONFIG = UNetConfig(
    widths=(8, 12),
    blocks=(1, 2),
    encoder="residual",
    upsampling="pixel_shuffle",
    stem="low_res",
    head="linear",
    scales=(2,),
    strength_input=True,
)
RUN = TrainConfig(card="tiny", family="own", network=CONFIG, steps=9, batch=2, patch_px=16, optimiser="muon")


def built(seed: int = 3) -> UNet:
    torch.manual_seed(seed)
    return UNet(CONFIG).to(memory_format=torch.channels_last)


def means_of(network: UNet, photo: torch.Tensor) -> dict[str, torch.Tensor]:
    """Mean of each convolution's input, at the places that centring looks at."""
    means = {}
    names = {module: name for name, module in network.named_modules()}
    hooks = [
        convolution.register_forward_pre_hook(
            lambda module, inputs: means.update({names[module]: inputs[0][..., ::4, ::4].mean((0, 2, 3))})
        )
        for convolution in feature_convolutions(network)
    ]
    with torch.no_grad():
        network(photo)
    for hook in hooks:
        hook.remove()
    return means


def pass_back(network: UNet, photo: torch.Tensor) -> None:
    network.zero_grad(set_to_none=True)
    (network(photo, strength=0.5) - 0.3).square().mean().backward()


def test_less_grey_leaves_the_result_as_it_was_and_folds_away() -> None:
    network, photo = built().eval(), torch.rand(1, 3, 14, 18)
    names = set(network.state_dict())
    with torch.no_grad():
        before = network(photo, strength=0.5)
        see_less_grey(network)
        assert torch.allclose(network(photo, strength=0.5), before, atol=1e-6)
        entry = network.encoder.entry
        entry.weight.mul_(1.5)
        changed = network(photo, strength=0.5)
        assert not torch.allclose(changed, before, atol=1e-3)
        plain = folded(network).eval()
        assert torch.allclose(plain(photo, strength=0.5), changed, atol=1e-5)
    assert set(plain.state_dict()) == names


def test_middle_grey_is_answered_alike_whatever_the_first_kernel_is() -> None:
    network = built()
    see_less_grey(network)
    entry, grey = network.encoder.entry, torch.full((1, 4, 9, 9), 0.5)
    grey[:, 3] = 0.0
    with torch.no_grad():
        before = entry(grey)[..., 4, 4]
        entry.weight.normal_()
        assert torch.allclose(entry(grey)[..., 4, 4], before, atol=1e-5)


def test_what_lies_along_the_mean_is_taken_out_of_gradients_and_nothing_else() -> None:
    network, photo = built().train(), torch.rand(2, 3, 16, 24)
    pass_back(network, photo)
    plain = {name: parameter.grad.clone() for name, parameter in network.named_parameters()}
    centring = Centring(network)
    pass_back(network, photo)
    means = means_of(network, photo)
    centring.centre_gradients(Team())
    for name, convolution in network.named_modules():
        if name not in means:
            continue
        gradient, mean = convolution.weight.grad, means[name]
        before = plain[f"{name}.weight"]
        scale = before.abs().sum((1, 2, 3)).max() * mean.abs().max() + 1e-12
        assert (gradient.sum((2, 3)) @ mean).abs().max() < 1e-4 * scale, name
        taken = (before - gradient).mean((2, 3))
        assert torch.allclose(before - gradient, taken[:, :, None, None].expand_as(gradient), atol=1e-6)
        assert torch.linalg.matrix_rank(taken, tol=1e-4 * taken.norm().item() + 1e-12) <= 1
        assert torch.allclose(convolution.bias.grad, plain[f"{name}.bias"], atol=1e-6)


def shares_along_means(centred: bool) -> dict[str, float]:
    """How much of each kernel's step is a change of its answer to the mean."""
    network, photo = built().train(), torch.rand(2, 3, 16, 24, generator=torch.Generator().manual_seed(5))
    centring = Centring(network)
    optimiser = Optimiser(network, replace(RUN, muon_rate=1e-2, learning_rate=0.0, weight_decay=0.0, warmup_steps=1))
    pass_back(network, photo)
    means = means_of(network, photo)
    convolutions = {name: module for name, module in network.named_modules() if name in means}
    before = {name: trained_weight(module).detach().clone() for name, module in convolutions.items()}
    if centred:
        centring.centre_gradients(Team())
    optimiser.step(1)
    shares = {}
    for name, module in convolutions.items():
        change = trained_weight(module).detach() - before[name]
        along = (change.sum((2, 3)) @ means[name]).norm() / (means[name].norm() * change[0, 0].numel() ** 0.5)
        shares[name] = float(along / change.norm())
    return shares


def test_a_centred_step_leaves_the_answer_to_the_mean() -> None:
    plain, centred = shares_along_means(centred=False), shares_along_means(centred=True)
    assert min(plain.values()) > 0.1
    # Muon turns matrices in bfloat16, so a little is left.
    assert all(centred[name] < 0.4 * plain[name] for name in plain)
    assert sum(centred.values()) < 0.05 * sum(plain.values())

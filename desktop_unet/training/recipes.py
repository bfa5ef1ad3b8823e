"""Recipes: each a function that returns a complete configuration, and a table of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from desktop_unet.errors import RecipeUnknown
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.descriptor import product_name
from desktop_unet.training.config import TrainConfig
from desktop_unet.training.exercise import EXERCISE_RECIPES

Recipe = Callable[[], TrainConfig]


def upscale(*, skip: bool) -> TrainConfig:
    """The product's enlarger: most of its work at the small photo's size, a tail for each scale.

    Without branches, whose steps are AdamW's and would move what kernels answer to the mean of their input.
    """
    network = UNetConfig(
        task="upscale",
        skip=skip,
        widths=(48, 64, 64, 64),
        blocks=(3, 1, 1, 1),
        encoder="residual",
        upsampling="pixel_shuffle",
        head="linear",
        stem="low_res",
        scales=(1, 2, 3, 4),
        strength_input=True,
    )
    return TrainConfig(
        card=product_name("upscale", network.variant),
        family="product",
        network=network,
        steps=12_500,
        batch=8,
        patch_px=48,
        optimiser="muon",
        learning_rate=5e-4,
        muon_rate=1e-3,
        hold=0.1,
        centred=True,
        candidates=2,
        scale_weights=((1, 0.2), (2, 0.22), (3, 0.18), (4, 0.4)),
        damaged_share=0.15,
    )


def sharp(*, skip: bool) -> TrainConfig:
    """An enlarger whose pictures look sharp: twice the natural one's work, begun with its weights.

    A teacher says where detail goes, features of the photo what it should be like; mean errors alone stay soft.
    """
    natural = upscale(skip=skip)
    network = replace(natural.network, widths=(64, 64, 64, 64), blocks=(6, 2, 1, 1), scales=(2, 3, 4), finish=12)
    return replace(
        natural,
        card=product_name("upscale", network.variant, "sharp"),
        look="sharp",
        network=network,
        steps=12_000,
        batch=4,
        loss_weight=10.0,
        taught=True,
        # Gradients of all terms within a factor of ten: one that was 700 times the mean error's drew a mesh.
        feature_weight=1.0,
        lattice_weight=1.0,
        mesh_weight=400.0,
        tone_weight=5.0,
        grown=True,
        # At three times the rates the weights wander, and pictures with them (docs/log/sharp-enlargers.md).
        learning_rate=1e-4,
        muon_rate=1e-4,
        hold=0.3,
        candidates=1,
        scale_weights=((2, 0.25), (3, 0.2), (4, 0.55)),
        drawn_share=0.1,
        damaged_share=0.4,
    )


def sharp_with_adversary(*, skip: bool) -> TrainConfig:
    """A last stage for a sharp enlarger: beside the rest, an adversary that knows photos."""
    return replace(sharp(skip=skip), steps=6_000, adversarial_weight=0.5, warmup_steps=100)


def taught(recipe: Recipe) -> TrainConfig:
    """Another stage for an enlarger: larger, and taught by the pictures of a stronger one of the same kind.

    A student is a quarter as far from its teacher as from the photo, so its gradients are far less noisy.
    """
    config = recipe()
    return replace(
        config,
        network=replace(config.network, widths=(64, 64, 64, 64), blocks=(8, 2, 1, 1)),
        steps=20_000,
        taught=True,
        grown=True,
        learning_rate=5e-4,
        muon_rate=1e-3,
        hold=0.3,
        candidates=1,
    )


def taught_to_the_end(recipe: Recipe) -> TrainConfig:
    """A last stage for what ``taught`` made: at its full rates it gains nothing, all comes while they fall."""
    return replace(taught(recipe), steps=10_000, learning_rate=2e-4, muon_rate=4e-4, hold=0.0)


def taught_after_damage(recipe: Recipe) -> TrainConfig:
    """What follows ``taught_to_the_end``: a teacher of clean photos makes a network forget noise and JPEG a little."""
    return replace(
        taught_to_the_end(recipe),
        steps=3_000,
        learning_rate=1.5e-4,
        muon_rate=3e-4,
        scale_weights=((1, 0.3), (2, 0.3), (3, 0.1), (4, 0.3)),
        damaged_share=0.35,
    )


def polished(recipe: Recipe) -> TrainConfig:
    """The end of a taught enlarger: ``fine_tuned`` at a still lower rate, with fewer samples at x1."""
    return replace(
        fine_tuned(partial(taught_after_damage, recipe)),
        steps=1_500,
        learning_rate=1e-4,
        muon_rate=2e-4,
        scale_weights=((1, 0.2), (2, 0.3), (3, 0.1), (4, 0.4)),
    )


def fine_tuned(recipe: Recipe) -> TrainConfig:
    """A second stage for an enlarger: larger patches, the mean square error, a low rate; starts from weights."""
    first = recipe()
    return replace(
        first,
        steps=2_000,
        patch_px=72,
        batch=4,
        loss="l2",
        learning_rate=2.5e-4,
        muon_rate=5e-4,
        hold=0.0,
    )


def inpaint(*, skip: bool) -> TrainConfig:
    """The product's filler: five levels, trained on holes as wide as in whole photos."""
    network = UNetConfig(
        task="inpaint",
        skip=skip,
        widths=(32, 64, 96, 128, 128),
        blocks=(1, 1, 2, 2, 2),
        encoder="residual",
        upsampling="pixel_shuffle",
        head="linear",
        scales=(1,),
        guess="biharmonic",
    )
    return TrainConfig(
        card=product_name("inpaint", network.variant),
        family="product",
        network=network,
        steps=5_000,
        batch=4,
        patch_px=128,
        loss="psnr",
        ssim_weight=4.0,
        optimiser="muon",
        learning_rate=5e-4,
        muon_rate=1e-3,
        hold=0.3,
        mask_weights=_THIN_AND_SMALL,
    )


def find_damage(*, skip: bool) -> TrainConfig:
    """The product's finder of damage: at half the photo's resolution and below, so that it is quick."""
    network = UNetConfig(
        task="segment",
        skip=skip,
        widths=(32, 64, 96, 112, 96),
        blocks=(1, 1, 1, 1, 1),
        encoder="residual",
        # Where nothing is normalised, what is flat and white goes unseen: 0.25 against 0.12 after 250 steps.
        norm="batch",
        upsampling="pixel_shuffle",
        head="sigmoid",
        stem="half_res",
        scales=(1,),
    )
    return TrainConfig(
        card=product_name("damage", network.variant),
        family="product",
        network=network,
        steps=12_000,
        batch=6,
        patch_px=160,
        loss="overlap",
        optimiser="muon",
        learning_rate=1e-3,
        muon_rate=2e-3,
        hold=0.2,
        candidates=4,
        sound_share=0.35,
        lookalike_share=0.12,
    )


_THIN_AND_SMALL = (
    ("scratches", 0.32),
    ("brush 1-10%", 0.28),
    ("brush 10-20%", 0.14),
    ("brush 20-40%", 0.07),
    ("text", 0.05),
    ("hairs", 0.05),
    ("dust", 0.02),
    ("blobs", 0.03),
    ("boxes", 0.02),
    ("borders", 0.02),
)

_WIDE_TOO = (
    ("scratches", 0.25),
    ("brush 1-10%", 0.20),
    ("brush 10-20%", 0.17),
    ("brush 20-40%", 0.15),
    ("square 15%", 0.06),
    ("blobs", 0.07),
    ("boxes", 0.05),
    ("text", 0.02),
    ("hairs", 0.02),
    ("borders", 0.01),
)


def with_wide_holes(recipe: Recipe) -> TrainConfig:
    """A second stage for a filler: patches with room for wide holes, a low rate; starts from weights."""
    return replace(
        recipe(),
        steps=1_500,
        patch_px=256,
        batch=2,
        learning_rate=2.5e-4,
        muon_rate=5e-4,
        hold=0.3,
        mask_weights=_WIDE_TOO,
    )


_LARGE_ALONE = (
    ("blobs", 0.22),
    ("objects", 0.22),
    ("boxes", 0.16),
    ("square 15%", 0.10),
    ("brush 20-40%", 0.15),
    ("brush 10-20%", 0.10),
    ("scratches", 0.05),
)


def with_features(recipe: Recipe) -> TrainConfig:
    """A last stage for a filler: large holes look like photos, by features, and show none of its own blocks.

    For a network of its own: what it draws in thin holes is further from the truth than what it began with.
    """
    first = recipe()
    return replace(
        first,
        card=product_name("inpaint", first.network.variant, "sharp"),
        look="sharp",
        steps=3_000,
        patch_px=256,
        batch=2,
        loss="l1",
        loss_weight=5.0,
        ssim_weight=0.0,
        feature_weight=0.3,
        lattice_weight=0.3,
        mesh_weight=300.0,
        periods=(2, 4, 8),
        learning_rate=1.5e-4,
        muon_rate=3e-4,
        warmup_steps=50,
        hold=0.4,
        mask_weights=_LARGE_ALONE,
        validate_every=500,
        save_every=250,
    )


def with_revived_units(recipe: Recipe) -> TrainConfig:
    """Another stage for an enlarger: what those before switched off is made new, at rates at which it stays alive."""
    return replace(
        recipe(),
        steps=20_000,
        learning_rate=2.5e-4,
        muon_rate=3e-4,
        hold=0.2,
        revived=True,
    )


def with_revived_fills(recipe: Recipe) -> TrainConfig:
    """The same stage for a filler, on wide holes.

    Without skips whole pictures go through the bottleneck, by kernels that must agree to a hundredth: such a network
    lost 0.6 dB in 5,000 steps at the rates that helped its twin. It takes lower ones, of whole gradients.
    """
    config = replace(with_wide_holes(recipe), steps=11_000, hold=0.4, centred=True, revived=True)
    if config.network.skip:
        return config
    return replace(config, hold=0.0, learning_rate=1e-4, muon_rate=2e-4, centred=False)


def with_adversary(recipe: Recipe) -> TrainConfig:
    """Another stage for a filler: wide holes, on smaller patches, and an adversary beside the error."""
    return replace(
        with_wide_holes(recipe),
        steps=400,
        patch_px=160,
        batch=4,
        adversarial_weight=1.0,
        warmup_steps=100,
        ema=0.99,
    )


RECIPES: Mapping[str, Recipe] = {
    "upscale-skip": partial(upscale, skip=True),
    "upscale-no-skip": partial(upscale, skip=False),
    "upscale-skip-fine": partial(fine_tuned, partial(upscale, skip=True)),
    "upscale-no-skip-fine": partial(fine_tuned, partial(upscale, skip=False)),
    "upscale-skip-revived": partial(with_revived_units, partial(upscale, skip=True)),
    "upscale-no-skip-revived": partial(with_revived_units, partial(upscale, skip=False)),
    "upscale-skip-taught": partial(taught, partial(upscale, skip=True)),
    "upscale-no-skip-taught": partial(taught, partial(upscale, skip=False)),
    "upscale-skip-taught-fine": partial(taught_to_the_end, partial(upscale, skip=True)),
    "upscale-no-skip-taught-fine": partial(taught_to_the_end, partial(upscale, skip=False)),
    "upscale-skip-taught-damaged": partial(taught_after_damage, partial(upscale, skip=True)),
    "upscale-no-skip-taught-damaged": partial(taught_after_damage, partial(upscale, skip=False)),
    "upscale-skip-taught-polished": partial(polished, partial(upscale, skip=True)),
    "upscale-no-skip-taught-polished": partial(polished, partial(upscale, skip=False)),
    "upscale-sharp-skip": partial(sharp, skip=True),
    "upscale-sharp-no-skip": partial(sharp, skip=False),
    "upscale-sharp-skip-adversarial": partial(sharp_with_adversary, skip=True),
    "upscale-sharp-no-skip-adversarial": partial(sharp_with_adversary, skip=False),
    "inpaint-skip": partial(inpaint, skip=True),
    "inpaint-no-skip": partial(inpaint, skip=False),
    "inpaint-skip-wide": partial(with_wide_holes, partial(inpaint, skip=True)),
    "inpaint-no-skip-wide": partial(with_wide_holes, partial(inpaint, skip=False)),
    "inpaint-skip-revived": partial(with_revived_fills, partial(inpaint, skip=True)),
    "inpaint-no-skip-revived": partial(with_revived_fills, partial(inpaint, skip=False)),
    "inpaint-skip-adversarial": partial(with_adversary, partial(inpaint, skip=True)),
    "inpaint-no-skip-adversarial": partial(with_adversary, partial(inpaint, skip=False)),
    "inpaint-sharp-skip": partial(with_features, partial(inpaint, skip=True)),
    "inpaint-sharp-no-skip": partial(with_features, partial(inpaint, skip=False)),
    "damage-skip": partial(find_damage, skip=True),
    "damage-no-skip": partial(find_damage, skip=False),
    **EXERCISE_RECIPES,
}


def find_recipe(name: str) -> TrainConfig:
    """The configuration that a recipe's name stands for.

    Raises:
        RecipeUnknown: there is none of that name.
    """
    if name not in RECIPES:
        raise RecipeUnknown(recipe=name, recipes=", ".join(RECIPES))
    return RECIPES[name]()

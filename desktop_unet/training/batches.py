"""Training samples: every one made from (seed, step, index) alone, so that a run resumes exactly.

Comes in: a folder of photos. Goes out: tensors for ``loop.train``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
from numpy.random import PCG64, Generator
from numpy.typing import NDArray
from torch import Tensor

from desktop_unet.imaging.damage import apply_damage, draw_damage, reduce
from desktop_unet.imaging.geometry import Extent
from desktop_unet.training.config import TrainConfig
from desktop_unet.training.drawn import draw_shapes, mean_of_blocks
from desktop_unet.training.masks import patch_mask
from desktop_unet.training.old_samples import LARGEST_REDUCTION, old_sample
from desktop_unet.training.photos import PhotoFolder
from desktop_unet.training.teacher_pictures import SIDE_PX, TeacherPictures

MARGIN_PX = 2
"""Reduced pixels cut off on each side, whose bicubic kernel would have reached past the crop."""
_JPEG_PERIOD = 16
"""Pixels after which JPEG's blocks repeat, those of reduced colour too."""
_WITH_THE_PATCH = 0.5
"""Share of patches whose blocks begin where the patch does; the others are as from cropped photos."""
_BY_BLOCKS = 0.6
"""Share of drawn pictures that are reduced by the mean of blocks; the others as photos are."""
WEAKEST_STRENGTH = 0.05
"""Damage below this cannot be seen."""

Code = NDArray[np.uint8]


@dataclass(frozen=True)
class Batch:
    """One step's samples.

    Args:
        inputs: (B, 3 or 4, H, W) unit range, as the network takes them.
        truth: (B, 3, H * scale, W * scale); to segment (B, 1, H, W), 1 damaged, 0 sound, between where it is unsure.
        wanted: same shape: the teacher's pictures where the run is taught, else the truth itself.
        scale: of this step.
        strength: (B,) or None.
    """

    inputs: Tensor
    truth: Tensor
    wanted: Tensor
    scale: int
    strength: Tensor | None


def make_batch(
    config: TrainConfig,
    photos: PhotoFolder,
    step: int,
    indices: Sequence[int],
    pictures: TeacherPictures | None = None,
) -> Batch:
    """The samples ``indices`` of step ``step``: the same whatever ran before and however many processes share them."""
    if config.network.task != "upscale":
        make = _hole_sample if config.network.task == "inpaint" else old_sample
        pairs = [make(config, photos, _chance(config, step, index)) for index in indices]
        whole, truth = (_to_tensor(part) for part in zip(*pairs, strict=True))
        return Batch(whole, truth, truth, 1, None)
    scale = _scale_of(config, step)
    samples, strengths = [], []
    for index in indices:
        rng = _chance(config, step, index)
        strengths.append(_strength(config, scale, rng))
        samples.append(_small_sample(config, photos, scale, strengths[-1], rng, pictures))
    strength = torch.tensor(strengths) if config.network.strength_input else None
    small, truth, wanted = (_to_tensor(part) for part in zip(*samples, strict=True))
    return Batch(small, truth, wanted, scale, strength)


def batches(
    config: TrainConfig,
    photos: PhotoFolder,
    steps: range,
    indices: Sequence[int],
    pictures: TeacherPictures | None = None,
) -> Iterator[Batch]:
    """The batches of ``steps``, each made by a thread of its own while the step before it is trained."""
    make = partial(make_batch, config, photos, indices=indices, pictures=pictures)
    with ThreadPoolExecutor(1, thread_name_prefix="samples") as maker:
        coming = None
        for step in steps:
            batch = coming or maker.submit(make, step=step)
            coming = maker.submit(make, step=step + 1) if step + 1 < steps.stop else None
            yield batch.result()


def truth_px(config: TrainConfig) -> int:
    """Side that a photo must have at least, in pixels."""
    if config.network.task == "inpaint":
        return config.patch_px
    if config.taught:
        return SIDE_PX
    if config.network.task == "segment":
        return round(config.patch_px * LARGEST_REDUCTION)
    return (config.patch_px + 2 * MARGIN_PX) * max(scale for scale, _ in config.scale_weights)


def _chance(config: TrainConfig, step: int, index: int) -> Generator:
    return Generator(PCG64([config.seed, step, index + 1]))


def _scale_of(config: TrainConfig, step: int) -> int:
    scales, weights = zip(*config.scale_weights, strict=True)
    return int(Generator(PCG64([config.seed, step, 0])).choice(scales, p=np.array(weights) / sum(weights)))


def _strength(config: TrainConfig, scale: int, rng: Generator) -> float:
    """0 for a clean sample; without enlarging there is nothing to learn from those."""
    share = config.damaged_share if scale > 1 else 1.0
    return float(rng.uniform(WEAKEST_STRENGTH, 1.0)) if rng.random() < share else 0.0


def _small_sample(
    config: TrainConfig,
    photos: PhotoFolder,
    scale: int,
    strength: float,
    rng: Generator,
    pictures: TeacherPictures | None,
) -> tuple[Code, Code, Code]:
    """A reduced (perhaps damaged) patch, what it was made from, and what is wanted of it."""
    side = config.patch_px + 2 * MARGIN_PX
    inner, outer = slice(MARGIN_PX, -MARGIN_PX), slice(MARGIN_PX * scale, -MARGIN_PX * scale)
    if config.drawn_share > 0 and strength == 0 and rng.random() < config.drawn_share:
        large = draw_shapes(side * scale, scale, rng)
        small = mean_of_blocks(large, scale) if rng.random() < _BY_BLOCKS else reduce(large, Extent(side, side))
        return small[inner, inner], large[outer, outer], large[outer, outer]
    if pictures is not None and scale > 1:  # at x1 the photo itself is the best teacher
        pair = pictures.pair(side, rng, scale)
        large, wanted = (reduce(square, Extent(side * scale, side * scale)) for square in pair)
    else:
        windows = [photos.crop(side * scale, side * scale, rng) for _ in range(config.candidates)]
        large = max(windows, key=lambda window: _detail(window, scale)) if len(windows) > 1 else windows[0]
        wanted = large
    # Told one strength for all kinds, a clean-up that may have to sharpen does so where nothing was blurred, too.
    damage = replace(draw_damage(strength, rng, with_blur=scale > 1), grid=_grid(rng))
    small = apply_damage(damage, large, Extent(side, side), scale, rng)
    return small[inner, inner], large[outer, outer], wanted[outer, outer]


def _grid(rng: Generator) -> tuple[int, int]:
    """Where JPEG's blocks begin before a patch with its margin: with the patch, as in a photo, or anywhere.

    A U-Net can tell places apart by their remainder modulo its deepest stride, 8 like JPEG's blocks: had they always
    begun at one place, it would have learnt that place and failed at every other.
    """
    if rng.random() < _WITH_THE_PATCH:
        return _JPEG_PERIOD - MARGIN_PX, _JPEG_PERIOD - MARGIN_PX
    top, left = rng.integers(_JPEG_PERIOD, size=2)
    return int(top), int(left)


def _detail(photo_HWC: NDArray[np.uint8], stride: int) -> float:
    """How much neighbours at this distance differ, in green: flat windows teach little about enlarging."""
    green = photo_HWC[::stride, ::stride, 1].astype(np.int16)
    return float(np.abs(np.diff(green, axis=0)).mean() + np.abs(np.diff(green, axis=1)).mean())


def _hole_sample(config: TrainConfig, photos: PhotoFolder, rng: Generator) -> tuple[Code, Code]:
    """A photo with a hole and its mask as a fourth channel, and the whole photo."""
    truth = photos.crop(config.patch_px, config.patch_px, rng)
    mask = patch_mask(config.mask_weights, config.patch_px, rng)[..., None]
    return np.concatenate([np.where(mask, 0, truth), mask], axis=2), truth


def _to_tensor(samples: Sequence[NDArray[np.uint8]]) -> Tensor:
    """(B, C, H, W) float32 unit range, channels last in memory."""
    batch_BHWC = torch.from_numpy(np.stack(samples))
    return batch_BHWC.permute(0, 3, 1, 2).float() / 255

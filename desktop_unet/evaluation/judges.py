"""How the results of a task are shown and scored beside what went in: a row for each kind of request.

Comes in: a request, and pictures made for it. Goes out: figures and a name. Called by ``variant_comparison.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.task import InpaintRequest, Request, UpscaleRequest
from desktop_unet.errors import RequestImpossible
from desktop_unet.evaluation.upscale_scores import enlarge_bicubic
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.metrics import psnr_inside, psnr_y, ssim_inside, ssim_y
from desktop_unet.imaging.photo import UnitImage
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.phrases import Phrase

Asked = TypeVar("Asked", bound=Request)


@dataclass(frozen=True)
class Judge(Generic[Asked]):
    """How one task is judged.

    Args:
        input_name: what the picture of the input is called.
        extent_out: size of the result.
        input_picture: what went in, at the result's size; (H, W, 3) unit range.
        score: ``psnr`` and ``ssim`` of a picture against the truth, both (H, W, 3) unit range, where there was
            something to do.
    """

    input_name: str
    extent_out: Callable[[Asked], Extent]
    input_picture: Callable[[Asked], UnitImage]
    score: Callable[[Asked, UnitImage, UnitImage], dict[str, float]]


def judge_of(request: Request) -> Judge[Any]:
    """The row for a request.

    Raises:
        RequestImpossible: results of its task are not compared.
    """
    judge = JUDGES.get(type(request))
    if judge is None:
        raise RequestImpossible(reason=Phrase("results of this task cannot be compared on a sheet"))
    return judge


def _enlarged_extent(request: UpscaleRequest) -> Extent:
    return request.photo.extent.scaled(request.scale)


def _enlarged_input(request: UpscaleRequest) -> UnitImage:
    return enlarge_bicubic(request.photo, _enlarged_extent(request))


def _enlarged_score(request: UpscaleRequest, picture: UnitImage, truth: UnitImage) -> dict[str, float]:
    return {"psnr": psnr_y(picture, truth, request.scale), "ssim": ssim_y(picture, truth, request.scale)}


def _holed_input(request: InpaintRequest) -> UnitImage:
    picture: NDArray[np.float32] = code_to_unit(request.photo.pixels)
    picture[request.mask > 0] = 0
    return picture


def _filled_score(request: InpaintRequest, picture: UnitImage, truth: UnitImage) -> dict[str, float]:
    return {"psnr": psnr_inside(picture, truth, request.mask), "ssim": ssim_inside(picture, truth, request.mask)}


JUDGES: dict[type[Any], Judge[Any]] = {
    UpscaleRequest: Judge("input, bicubic", _enlarged_extent, _enlarged_input, _enlarged_score),
    InpaintRequest: Judge("input, hole in black", lambda request: request.photo.extent, _holed_input, _filled_score),
}

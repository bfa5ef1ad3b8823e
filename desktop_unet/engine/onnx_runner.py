"""Other people's networks, ready to run: ONNX files by onnxruntime.

Comes in: a file that ``onnx_study`` has tried, and a device. Goes out: a ``network_kinds.Runner``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_unet.engine.device import list_devices
from desktop_unet.engine.onnx_session import OnnxSession, has_cuda
from desktop_unet.engine.onnx_study import Study, study
from desktop_unet.errors import DeviceMissing
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.resample import resize
from desktop_unet.models.descriptor import Descriptor

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Y of RGB in full range. Source: ITU-R BT.601."""


class OnnxRunner:
    """An enlarger in an ONNX file.

    Args:
        session: the network on its device.
        studied: how it is spoken to.
    """

    def __init__(self, session: OnnxSession, studied: Study) -> None:
        self._session, self._study = session, studied
        self._ask: Callable[[], None] = _ask_nothing

    def run(
        self, tile_HWC: NDArray[np.float32], *, scale: int, strength: float | None, gates: tuple[float, ...] | None
    ) -> NDArray[np.float32]:
        """One tile through the network, see ``predict.predict``; it knows neither strength nor gates."""
        if self._study.descriptor.channels == "rgb":
            restored_HWC = self._enlarged(tile_HWC, scale)
        else:
            luma_HW1 = tile_HWC @ _LUMA[:, None]
            restored_HWC = _with_luma(tile_HWC, luma_HW1, self._enlarged(luma_HW1, scale), scale)
        clipped_HWC: NDArray[np.float32] = np.clip(restored_HWC, 0, 1)
        return clipped_HWC

    @contextmanager
    def asking(self, ask: Callable[[], None]) -> Iterator[None]:
        """Ask while onnxruntime works in a thread of its own."""
        self._ask = ask
        try:
            yield
        finally:
            self._ask = _ask_nothing

    def _enlarged(self, tile_HWC: NDArray[np.float32], scale: int) -> NDArray[np.float32]:
        """The tile in the network's own range and size, and back."""
        height, width = tile_HWC.shape[:2]
        top = np.float32(self._study.top)
        batch_BCHW = np.ascontiguousarray(self._padded(tile_HWC).transpose(2, 0, 1)[None] * top)
        restored = self._session.run(batch_BCHW, self._ask)[0].transpose(1, 2, 0)
        unit: NDArray[np.float32] = restored[: height * scale, : width * scale] / top
        return unit

    def _padded(self, tile_HWC: NDArray[np.float32]) -> NDArray[np.float32]:
        """Grown at bottom and right by reflection, to a size that the network takes."""
        height, width = tile_HWC.shape[:2]
        if self._study.fixed is not None:
            wanted = self._study.fixed
        else:
            multiple, least = self._study.multiple, self._study.least_px
            wanted = _grown(height, multiple, least), _grown(width, multiple, least)
        return np.pad(tile_HWC, ((0, wanted[0] - height), (0, wanted[1] - width), (0, 0)), mode="reflect")


def choose_device(name: str) -> torch.device:
    """Where onnxruntime runs for a name of ``Choices.device``: on the CPU, or on a GPU of NVIDIA's that it knows.

    Raises:
        DeviceMissing: it cannot run there; the sentence lists where it can.
    """
    here = [known for known, _ in list_devices() if known == "cpu" or (known.startswith("cuda") and has_cuda())]
    wanted = here[0] if name == "auto" else "cuda:0" if name == "cuda" else name
    if wanted not in here:
        raise DeviceMissing(device=name, devices=", ".join(["auto", *here]))
    return torch.device(wanted)


def open_runner(path: Path, network: Descriptor, device: torch.device, precision: str) -> OnnxRunner:
    """Load an ONNX file.

    Raises:
        Mishap: as ``onnx_study.study``.
    """
    studied = study(path)
    number = (device.index or 0) if device.type == "cuda" else None
    return OnnxRunner(OnnxSession(studied.file, cuda_device=number, threads=torch.get_num_threads()), studied)


def _ask_nothing() -> None:
    """Nobody wants to stop."""


def _grown(side: int, multiple: int, least: int) -> int:
    return -(-max(side, least) // multiple) * multiple


def _with_luma(
    tile_HWC: NDArray[np.float32], luma_HW1: NDArray[np.float32], restored_HW1: NDArray[np.float32], scale: int
) -> NDArray[np.float32]:
    """The tile enlarged by bicubic, its luminance by the network: colour carries little detail."""
    if scale == 1:
        return tile_HWC + (restored_HW1 - luma_HW1)
    extent = Extent(*restored_HW1.shape[:2])
    return resize(tile_HWC, extent) + (restored_HW1 - resize(luma_HW1, extent))

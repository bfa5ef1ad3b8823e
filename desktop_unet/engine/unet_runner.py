"""Our own networks, ready to run: weights files by torch.

Comes in: a weights file, a device and a precision. Goes out: a ``network_kinds.Runner``.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_unet.engine.cancellation import asked_between_layers
from desktop_unet.engine.device import DTYPES
from desktop_unet.engine.device import choose_device as choose_device
from desktop_unet.engine.fusion import fuse_residual_blocks
from desktop_unet.models.descriptor import Descriptor
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import load_network


class UNetRunner:
    """A U-Net in evaluation mode.

    Args:
        module: on its device, channels last, its trunk in its precision.
    """

    def __init__(self, module: UNet) -> None:
        self.module = module
        self._device = next(module.parameters()).device

    def run(
        self, tile_HWC: NDArray[np.float32], *, scale: int, strength: float | None, gates: tuple[float, ...] | None
    ) -> NDArray[np.float32]:
        """One tile through the network, see ``predict.predict``."""
        with torch.inference_mode():
            batch = torch.from_numpy(np.ascontiguousarray(tile_HWC.transpose(2, 0, 1)))[None].to(self._device)
            restored = self.module(batch, scale=scale, strength=strength, gates=gates)
            restored_HWC: NDArray[np.float32] = restored[0].float().cpu().numpy().transpose(1, 2, 0)
        return restored_HWC

    def asking(self, ask: Callable[[], None]) -> AbstractContextManager[None]:
        """Ask between the layers."""
        return asked_between_layers(self.module, ask)


def open_runner(path: Path, network: Descriptor, device: torch.device, precision: str) -> UNetRunner:
    """Read a weights file.

    Raises:
        WeightsDamaged: it is not what it should be.
    """
    module, _ = load_network(path)
    module = module.eval().convert_trunk(DTYPES[precision])
    # torch's stubs do not know that memory_format stands alone.
    module = module.to(device=device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    if device.type == "cpu":
        fuse_residual_blocks(module)
    return UNetRunner(module)

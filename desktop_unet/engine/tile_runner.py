"""A request under way: its network, what was counted, and what went otherwise than asked.

Comes in: tiles from ``upscale`` and ``inpaint``. Goes out: restored tiles that are sound.
Networks that run out of memory or of numbers are dealt with here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_unet.engine.predict import Network, can_be_fuller, move_network, predict
from desktop_unet.engine.task import Choices
from desktop_unet.errors import MemoryShort, ResultUnusable
from desktop_unet.phrases import Phrase

_FLAT = 1e-6
"""A result whose values lie this close together is one flat colour."""
_UNEVEN = 0.05
"""A tile whose values lie this far apart cannot become one flat colour."""
_DEVICE_FAILURES = (
    "CUDA error",
    "CUDA driver",
    "cuDNN error",
    "CUDNN_STATUS",
    "CUBLAS_STATUS",
    "HIP error",
    "MPS backend",
)
"""Words of torch's errors that come as plain ``RuntimeError``."""

T = TypeVar("T")


class Work:
    """One run of the engine.

    Args:
        network: what the request asked for.
        choices: tile and memory limits, gates.
        ask: called between the layers of a tile; what it raises stops the work.

    Attributes:
        network: what runs now; another device or precision where the first one failed.
        side_limit_px: greatest side of a tile that memory allowed; None while there was no shortage.
        tiles: how many were run.
        notes: sentences for the user.
    """

    def __init__(self, network: Network, choices: Choices, ask: Callable[[], None] = lambda: None) -> None:
        self._ask = ask
        self.network = network
        self.choices = choices
        self.side_limit_px = choices.tile_px
        self.tiles = 0
        self.notes: list[Phrase] = []

    def beside(self, network: Network) -> Work:
        """The same run with another network, its notes among these; its tiles are counted apart."""
        other = Work(network, self.choices, self._ask)
        other.notes = self.notes
        return other

    def predict(
        self, tile_HWC: NDArray[np.float32], *, scale: int, strength: float | None, may_be_flat: bool = False
    ) -> NDArray[np.float32]:
        """``predict.predict`` whose result is finite and not flat, in full precision where need be.

        ``may_be_flat`` says that one value everywhere is an answer, as it is of networks that look for something.

        Raises:
            ResultUnusable: full precision did not help.
        """
        restored = self._run(tile_HWC, scale, strength)
        fault = _fault(restored, tile_HWC, may_be_flat)
        if fault and can_be_fuller(self.network):
            self.note(
                Phrase(
                    "The network was run in fp32 because in {precision} {fault}.",
                    precision=self.network.precision,
                    fault=fault,
                )
            )
            self.network = move_network(self.network, precision="fp32")
            restored = self._run(tile_HWC, scale, strength)
            fault = _fault(restored, tile_HWC, may_be_flat)
        if fault:
            raise ResultUnusable(reason=fault)
        self.tiles += 1
        return restored

    def _run(self, tile_HWC: NDArray[np.float32], scale: int, strength: float | None) -> NDArray[np.float32]:
        return self.on_device(lambda: self._predict_once(tile_HWC, scale, strength))

    def _predict_once(self, tile_HWC: NDArray[np.float32], scale: int, strength: float | None) -> NDArray[np.float32]:
        with self.network.runner.asking(self._ask):
            return predict(self.network, tile_HWC, scale=scale, strength=strength, gates=self.choices.gates)

    def on_device(self, compute: Callable[[], T]) -> T:
        """What ``compute`` gives, which runs on ``network.device``; on the CPU where that device has failed."""
        try:
            return compute()
        except RuntimeError as error:
            if self.network.device.type == "cpu" or not is_device_failure(error):
                raise
            self.note(device_failed(str(self.network.device), error))
        self.network = move_network(self.network, device="cpu")
        return compute()

    def ease(self, side_px: int, smallest_px: int) -> None:
        """After a memory shortage: allow tiles of half the side, then the CPU instead of the device.

        Args:
            side_px: side of the tiles that were too large.
            smallest_px: side below which tiles make no sense.

        Raises:
            MemoryShort: nothing smaller is left to try.
        """
        if side_px > smallest_px:
            self.side_limit_px = max(smallest_px, side_px // 2)
            self.note(
                Phrase(
                    "Memory ran short: tiles were made smaller ({side_limit_px} px).", side_limit_px=self.side_limit_px
                )
            )
        elif self.network.device.type != "cpu":
            self.note(
                Phrase("Memory ran short on {device}: the rest was computed on the CPU.", device=self.network.device)
            )
            self.network = move_network(self.network, device="cpu")
            self.side_limit_px = self.choices.tile_px
        else:
            raise MemoryShort

    def note(self, sentence: Phrase) -> None:
        """Keep a sentence for the user, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)


def is_memory_shortage(error: BaseException) -> bool:
    """Whether this error says that memory ran out; torch has a class for it on GPUs alone."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    text = str(error).lower()
    return isinstance(error, RuntimeError) and ("allocate memory" in text or "out of memory" in text)


def is_device_failure(error: BaseException) -> bool:
    """Whether this error says that a GPU, or its driver, has failed; most of these leave it useless."""
    if is_memory_shortage(error):
        return False
    text = str(error)
    return isinstance(error, torch.AcceleratorError) or any(word in text for word in _DEVICE_FAILURES)


def device_failed(device: str, error: BaseException) -> Phrase:
    """The sentence for the user, with the driver's first line."""
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    return Phrase("{device} failed ({reason}): the rest was computed on the CPU.", device=device, reason=reason)


def _fault(restored: NDArray[np.float32], tile_HWC: NDArray[np.float32], may_be_flat: bool) -> Phrase | None:
    """What is wrong with a restored tile."""
    if not np.isfinite(restored).all():
        return Phrase("it produced values that are not numbers")
    if not may_be_flat and np.ptp(restored) < _FLAT and np.ptp(tile_HWC[..., :3]) > _UNEVEN:
        return Phrase("it produced one flat colour")
    return None

"""Networks in ncnn's files, run by torch: those that others have trained and put into packages.

Comes in: a ``.param`` file, which has a line per layer, and a ``.bin`` file, which has their numbers in the same order.
Goes out: a function of a batch. Only the layers that the teachers need are known; another one is refused.

Source: ncnn's wiki, "param and model file structure" and "operators".
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from desktop_unet.errors import TeacherDamaged

Layer = Callable[..., Tensor]
"""A function of the layer's inputs."""
Settings = dict[int, list[float]]
"""Numbers by their keys; a single one is a list of one."""

_MAGIC = "7767517"
_HALF_TAG, _FULL_TAG = 0x01306B47, 0
_ARRAYS_BELOW = -23300
"""A key that is ``_ARRAYS_BELOW - key`` holds an array: its length, then its values."""
_LEAKY, _RECTIFIED = 2, 1
_OPERATIONS: tuple[Callable[[Tensor, Tensor | float], Tensor], ...] = (torch.add, torch.sub, torch.mul, torch.div)


@dataclass(frozen=True)
class Line:
    """A line of a ``.param`` file."""

    kind: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    settings: Settings


class NcnnNetwork:
    """Layers in their order, with their numbers.

    Args:
        param: names the layers.
        weights: the ``.bin`` file.
        precision: of the convolutions' numbers.

    Raises:
        TeacherDamaged: a file is cut short, or has what is not known here.
    """

    def __init__(self, param: Path, weights: Path, precision: torch.dtype = torch.float32) -> None:
        lines = read_lines(param)
        numbers = _Numbers(weights, precision)
        try:
            self._steps = [(line, _MAKERS[line.kind](line.settings, numbers)) for line in lines if line.kind != "Input"]
        except KeyError as unknown:
            raise TeacherDamaged(path=param, reason=f"{unknown.args[0]} is not known") from unknown
        numbers.close()
        self._entry = next(line.outputs[0] for line in lines if line.kind == "Input")

    @torch.inference_mode()
    def __call__(self, batch_BCHW: Tensor) -> Tensor:
        """What comes out of the last layer; each value is let go once it was used."""
        blobs = {self._entry: batch_BCHW}
        for line, layer in self._steps:
            answer = layer(*(blobs.pop(name) for name in line.inputs))
            blobs |= dict.fromkeys(line.outputs, answer)
        return blobs[self._steps[-1][0].outputs[0]]


def read_lines(param: Path) -> list[Line]:
    """Layers of a ``.param`` file, in order.

    Raises:
        TeacherDamaged: it is none, or cut short.
    """
    try:
        magic, counts, *texts = [text for text in param.read_text("utf-8").splitlines() if text.strip()]
        lines = [_parse(text.split()) for text in texts]
        expected = int(counts.split()[0])
    except (OSError, ValueError, IndexError) as mistake:
        raise TeacherDamaged(path=param, reason=type(mistake).__name__) from mistake
    if magic.strip() != _MAGIC or len(lines) != expected or "Input" not in [line.kind for line in lines]:
        raise TeacherDamaged(path=param, reason="its layers are not all there")
    return lines


def _parse(words: Sequence[str]) -> Line:
    """Type, name, how many inputs and outputs, their names, then ``key=value``."""
    inputs, outputs = int(words[2]), int(words[3])
    names, pairs = words[4 : 4 + inputs + outputs], words[4 + inputs + outputs :]
    settings: Settings = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        number, values = int(key), [float(text) for text in value.split(",")]
        if number <= _ARRAYS_BELOW:
            number, values = _ARRAYS_BELOW - number, values[1:]
        settings[number] = values
    return Line(words[0], tuple(names[:inputs]), tuple(names[inputs:]), settings)


class _Numbers:
    """A ``.bin`` file, read from its beginning to its end."""

    def __init__(self, path: Path, precision: torch.dtype) -> None:
        self.path, self.precision, self._place = path, precision, 0
        try:
            self._bytes = path.read_bytes()
        except OSError as mistake:
            raise TeacherDamaged(path=path, reason=str(mistake.strerror)) from mistake

    def tagged(self, count: int) -> Tensor:
        """Weights: a tag says how they are stored."""
        (tag,) = struct.unpack("<I", self._take(4))
        if tag == _FULL_TAG:
            return self.full(count)
        if tag != _HALF_TAG:
            raise TeacherDamaged(path=self.path, reason=f"numbers are stored as {tag:#x}")
        halves = np.frombuffer(self._take(2 * count), np.float16)
        self._take(-2 * count % 4)
        return torch.from_numpy(halves.astype(np.float32))

    def full(self, count: int) -> Tensor:
        """Numbers in float32 without a tag, as biases and constants are."""
        return torch.from_numpy(np.frombuffer(self._take(4 * count), np.float32).copy())

    def close(self) -> None:
        """Make sure that nothing is left."""
        if self._place != len(self._bytes):
            raise TeacherDamaged(path=self.path, reason="it holds more than its layers")

    def _take(self, count: int) -> bytes:
        taken = self._bytes[self._place : self._place + count]
        if len(taken) != count:
            raise TeacherDamaged(path=self.path, reason="it is cut short")
        self._place += count
        return taken


# --- a maker for each kind of layer ----------------------------------------------------


def _first(settings: Settings, key: int, default: float) -> float:
    return settings[key][0] if key in settings else default


def _convolution(settings: Settings, numbers: _Numbers) -> Layer:
    outputs, side, zeros = (int(_first(settings, key, default)) for key, default in ((0, 0), (1, 1), (4, 0)))
    flat = numbers.tagged(int(settings[6][0]))
    weight = flat.reshape(outputs, -1, side, side).to(numbers.precision)
    bias = numbers.full(outputs).to(numbers.precision) if _first(settings, 5, 0) else None
    weight = weight.contiguous(memory_format=torch.channels_last)
    bend, slope = _first(settings, 9, 0), _first(settings, 10, 0.0)
    if bend not in (0, _RECTIFIED, _LEAKY) or _first(settings, 2, 1) != 1 or _first(settings, 3, 1) != 1:
        raise TeacherDamaged(path=numbers.path, reason="a convolution with steps, gaps or another activation")

    def convolve(values_BCHW: Tensor) -> Tensor:
        answer = F.conv2d(values_BCHW.to(weight.dtype), weight, bias, padding=zeros)
        return F.leaky_relu(answer, slope if bend == _LEAKY else 0.0, inplace=True) if bend else answer

    return convolve


def _binary(settings: Settings, numbers: _Numbers) -> Layer:
    """With another value, or with a number that the line gives."""
    operation = _OPERATIONS[int(_first(settings, 0, 0))]
    if not _first(settings, 1, 0):
        return operation
    number = _first(settings, 2, 0.0)
    return lambda values: operation(values, number)


def _eltwise(settings: Settings, numbers: _Numbers) -> Layer:
    """A sum with a factor for each."""
    if _first(settings, 0, 0) != 1:
        raise TeacherDamaged(path=numbers.path, reason="elements that are not added")
    factors = settings.get(1)

    def add(*values: Tensor) -> Tensor:
        scaled = [value * factor for value, factor in zip(values, factors or [1.0] * len(values), strict=True)]
        return torch.stack(scaled).sum(0) if len(scaled) > 2 else scaled[0] + scaled[1]

    return add


def _interp(settings: Settings, numbers: _Numbers) -> Layer:
    if _first(settings, 0, 0) != 1:
        raise TeacherDamaged(path=numbers.path, reason="a resize that is not by repeating pixels")
    factors = (_first(settings, 1, 1.0), _first(settings, 2, 1.0))
    return lambda values_BCHW: F.interpolate(values_BCHW, scale_factor=factors, mode="nearest")


def _memory(settings: Settings, numbers: _Numbers) -> Layer:
    """A constant: width, height, channels."""
    width, height, channels = (max(1, int(_first(settings, key, 1))) for key in range(3))
    constant = numbers.full(width * height * channels).reshape(1, channels, height, width)
    return lambda: constant


def _pixel_shuffle(settings: Settings, numbers: _Numbers) -> Layer:
    return partial(F.pixel_shuffle, upscale_factor=int(_first(settings, 0, 1)))


def _concat(settings: Settings, numbers: _Numbers) -> Layer:
    return lambda *values: torch.cat(values, dim=1)


def _same(layer: Layer) -> Callable[[Settings, _Numbers], Layer]:
    """For a layer that has neither settings nor numbers."""
    return lambda settings, numbers: layer


_MAKERS: dict[str, Callable[[Settings, _Numbers], Layer]] = {
    "Convolution": _convolution,
    "BinaryOp": _binary,
    "Eltwise": _eltwise,
    "Interp": _interp,
    "MemoryData": _memory,
    "PixelShuffle": _pixel_shuffle,
    "Concat": _concat,
    "Sigmoid": _same(torch.sigmoid),
    "Swish": _same(F.silu),
    "Split": _same(lambda values: values),
}

"""What an ONNX file does not say of its network, found out by running it on small pictures.

Comes in: a file. Goes out: a ``Study``: a ``Descriptor``, and how the network is to be spoken to. Knows no torch.
Called by ``network_kinds.py``; next on the road: ``onnx_runner.py``.
"""

from __future__ import annotations

import json
import math
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.onnx_session import OnnxSession
from desktop_unet.engine.task_table import UPSCALE
from desktop_unet.errors import NetworkUnusable
from desktop_unet.models.descriptor import Channels, Descriptor, Look
from desktop_unet.models.onnx_file import OnnxFile, Port, read_onnx_file
from desktop_unet.phrases import Phrase

LOOK_KEY = "desktop_unet.look"
"""Under this key a file may say in its metadata that its network's look is ``sharp``."""

_PRECISIONS = {1: "fp32", 10: "fp16"}
_CHANNELS: dict[int, Channels] = {3: "rgb", 1: "y"}
_MULTIPLES = (1, 2, 4, 8, 16, 32, 64)
_LEAST_PX = 17
"""Shorter side of the first pictures: odd, and more than what networks reflect at the edges."""
_FIXED_LEAST_PX, _FIXED_MOST_PX = 32, 4096
"""Sides of tiles of networks that take one size only."""
_REACH_SIDES_PX = (64, 128)
"""The second is tried where the first is too small to tell."""
_TELLING = 3 / 4
"""Share of half a picture beyond which its border is too near."""
_REACH_MARGIN = 1.25
_GRID_SEEN_PX = 40
"""What is left of a picture to look for a grid in, between the parts that its edges reach."""
_NOTICEABLE = 0.5 / 255
_TOP_RANGES = (1.0, 255.0)
_CLEARLY_BETTER = 0.5
_ALIVE_BESIDE = 2
"""What stays from earlier layers, beside the layer that takes most, counted as much again."""
_LIMIT_S = 120.0
"""A network that takes longer for some small pictures would take days for a photo."""
_KEPT = 16


@dataclass(frozen=True)
class Study:
    """How a network is spoken to.

    Args:
        file: that it came from.
        descriptor: what the engine asks.
        top: value of white, 1 or 255, in and out.
        fixed: height and width of the only input that it takes; None where it takes any.
        multiple: of which the sides of what it takes must be; its grid in the photo may be coarser.
        least_px: shortest side that it was seen to take.
    """

    file: OnnxFile
    descriptor: Descriptor
    top: float
    fixed: tuple[int, int] | None
    multiple: int
    least_px: int


_Key = tuple[Path, int, int]
_studied: OrderedDict[_Key, Study] = OrderedDict()


def study(path: Path, ask: Callable[[], None] = lambda: None) -> Study:
    """Look through a file and try its network; remembered while the file stays as it is.

    Args:
        path: of the file.
        ask: called again and again while the network is tried; what it raises ends that.

    Raises:
        FileMissing, NotAFile: there is no such file.
        OnnxRuntimeMissing: onnxruntime is not installed.
        NetworkUnusable: the file is damaged or asks for what is not given, or its network is no enlarger.
    """
    if not path.is_file():
        read_onnx_file(path)
    facts = path.stat()
    key = (path.resolve(), facts.st_mtime_ns, facts.st_size)
    if key not in _studied:
        _studied[key] = _tried(path.resolve(), ask)
        while len(_studied) > _KEPT:
            _studied.popitem(last=False)
    _studied.move_to_end(key)
    return _studied[key]


def _tried(path: Path, ask: Callable[[], None]) -> Study:
    file = read_onnx_file(path)
    channels = _checked_ports(file)
    try:
        with tempfile.TemporaryDirectory(prefix="desktop-unet-", ignore_cleanup_errors=True) as folder:
            return _Trial(file, channels, Path(folder), ask).study()
    except MemoryError as shortage:
        raise NetworkUnusable(path=path, reason=Phrase("it asks for more memory than is available")) from shortage


# --- what the file says ----------------------------------------------------------------


def _checked_ports(file: OnnxFile) -> tuple[int, ...]:
    """Channels of the picture that goes in, the likelier first, once what the file says of its ports will do."""
    if len(file.inputs) != 1 or len(file.outputs) != 1:
        raise _no_use(
            file,
            Phrase(
                "it has {inputs} inputs and {outputs} outputs, not one of each",
                inputs=len(file.inputs),
                outputs=len(file.outputs),
            ),
        )
    given, result = file.inputs[0], file.outputs[0]
    if given.kind not in _PRECISIONS or result.kind not in _PRECISIONS:
        raise _no_use(file, Phrase("its pictures are not floating-point numbers of 32 or 16 bits"))
    for port in (given, result):
        if port.shape and len(port.shape) != 4:
            raise _no_use(
                file,
                Phrase(
                    "its pictures have {rank} dimensions, not four: batch, channels, rows, columns",
                    rank=len(port.shape),
                ),
            )
    if given.shape and given.shape[0] not in (None, 1):
        raise _no_use(file, Phrase("it takes {count} pictures at once, not one", count=given.shape[0]))
    if given.shape and given.shape[3] in _CHANNELS and given.shape[1] not in _CHANNELS:
        raise _no_use(file, Phrase("its channels come after rows and columns but must come before"))
    _check_sides(file, given)
    said = given.shape[1] if given.shape else None
    if said is None:
        return tuple(_CHANNELS)
    if said not in _CHANNELS:
        raise _no_use(file, Phrase("it takes {channels} channels, not RGB or luminance", channels=said))
    return (said,)


def _check_sides(file: OnnxFile, port: Port) -> None:
    sides = [side for side in port.shape[2:] if side is not None]
    if sides and not _FIXED_LEAST_PX <= min(sides) <= max(sides) <= _FIXED_MOST_PX:
        raise _no_use(
            file,
            Phrase(
                "it takes only pictures of {side} pixels per side, which must be from {least} to {most}",
                side=" × ".join(map(str, sides)),
                least=_FIXED_LEAST_PX,
                most=_FIXED_MOST_PX,
            ),
        )


def _no_use(file: OnnxFile, reason: Phrase) -> NetworkUnusable:
    return NetworkUnusable(path=file.path, reason=reason)


# --- what is found by trying -----------------------------------------------------------


class _Trial:
    """One network on small pictures.

    Args:
        file: whose ports are as they must be.
        channels: to be tried, in this order.
        folder: for what onnxruntime writes down.
        ask: as in ``study``.
    """

    def __init__(self, file: OnnxFile, channels: tuple[int, ...], folder: Path, ask: Callable[[], None]) -> None:
        self._file, self._channels, self._ask = file, channels, ask
        self._until = time.monotonic() + _LIMIT_S
        self._session = OnnxSession(file, profile_prefix=str(folder / "layers"))

    def study(self) -> Study:
        """All of it."""
        count, multiple, scale, first = self._find_size()
        fixed = self._fixed
        top = self._find_top(count, scale, first)
        values = self._values_per_pixel(count, first, top)
        reach_px = self._find_reach(count, scale, multiple, top)
        grid = self._find_grid(count, scale, multiple, top, reach_px)
        descriptor = Descriptor(
            name=self._file.path.stem,
            tasks=(UPSCALE.trained_to,),
            scales=(scale,),
            size_multiple=grid,
            reach_px=reach_px,
            values_per_pixel=values,
            values_per_result_pixel=0,
            channels=_CHANNELS[count],
            look=self._look(),
            side_px=min(fixed) if fixed else None,
            precisions=(_PRECISIONS[self._file.inputs[0].kind],),
        )
        return Study(self._file, descriptor, top, fixed, multiple, min(first))

    @property
    def _fixed(self) -> tuple[int, int] | None:
        """Height and width of the only picture that it takes; a side that is free is taken for the other's length."""
        height, width = self._file.inputs[0].shape[2:] or (None, None)
        sides = height or width, width or height
        return None if sides[0] is None or sides[1] is None else (sides[0], sides[1])

    def _look(self) -> Look:
        return "sharp" if self._file.notes.get(LOOK_KEY) == "sharp" else "natural"

    def _find_size(self) -> tuple[int, int, int, tuple[int, int]]:
        """Channels, grid and scale, and the first size of picture that it took."""
        failure: NetworkUnusable | None = None
        for count in self._channels:
            for multiple, size in self._sizes():
                try:
                    return count, multiple, self._scale(count, size), size
                except NetworkUnusable as refused:
                    failure = failure or refused
        assert failure is not None
        raise failure

    def _sizes(self) -> list[tuple[int, tuple[int, int]]]:
        """Grids, each with a size that lies on it and on no coarser one."""
        if self._fixed is not None:
            return [(1, self._fixed)]
        found = []
        for multiple in _MULTIPLES:
            count = max(3, math.ceil(_LEAST_PX / multiple)) | 1
            found.append((multiple, (multiple * count, multiple * (count + 2))))
        return found

    def _scale(self, count: int, size: tuple[int, int]) -> int:
        """By how much a picture of this size is enlarged."""
        shape = self._run(_picture(size, count)).shape
        if len(shape) != 4 or shape[:2] != (1, count):
            raise _no_use(
                self._file,
                Phrase(
                    "its result has the shape {shape}, not 1 × {count} × rows × columns",
                    shape=" × ".join(map(str, shape)),
                    count=count,
                ),
            )
        scale = shape[2] // size[0]
        if (shape[2], shape[3]) != (size[0] * scale, size[1] * scale) or not 1 <= scale <= 8:
            raise _no_use(
                self._file,
                Phrase(
                    "it turns {before} pixels into {after}, which is not an enlargement by 1 to 8",
                    after=f"{shape[2]} × {shape[3]}",
                    before=f"{size[0]} × {size[1]}",
                ),
            )
        return int(scale)

    def _find_top(self, count: int, scale: int, size: tuple[int, int]) -> float:
        """The range in which the result, made small again, looks like what went in."""
        picture = _picture(size, count)
        errors = []
        for top in _TOP_RANGES:
            restored = self._run(picture * np.float32(top)).astype(np.float64) / top
            small = restored.reshape(1, count, size[0], scale, size[1], scale).mean(axis=(3, 5))
            errors.append(float(np.abs(small - picture).mean()))
        if not any(math.isfinite(error) for error in errors):
            raise _no_use(self._file, Phrase("it produces values that are not numbers"))
        unit, code = errors
        return _TOP_RANGES[1] if not math.isfinite(unit) or code < _CLEARLY_BETTER * unit else _TOP_RANGES[0]

    def _values_per_pixel(self, count: int, size: tuple[int, int], top: float) -> int:
        """Numbers of 32 bits that its layers keep at once, for each pixel of the input."""
        self._run(_picture(size, count) * np.float32(top))
        pixels = size[0] * size[1]
        return max(1, math.ceil(_ALIVE_BESIDE * _most_bytes(Path(self._session.profile())) / 4 / pixels))

    def _find_reach(self, count: int, scale: int, multiple: int, top: float) -> int:
        """How far from a change its result still differs noticeably, in input pixels, with some margin."""
        reach = 0
        for side in _REACH_SIDES_PX:
            size = self._fixed or (_rounded_up(side, multiple),) * 2
            reach = _reach(lambda picture: self._unit(picture, top), size, count, scale)
            if self._fixed or reach <= _TELLING * side / 2:
                break
        return math.ceil(_REACH_MARGIN * reach) + 1

    def _find_grid(self, count: int, scale: int, multiple: int, top: float, reach_px: int) -> int:
        """By how much the photo can be moved without another result: networks that halve it, or cut it into windows,
        have a grid even where they take any size."""
        side = max(_REACH_SIDES_PX[0], _rounded_up(2 * reach_px + _GRID_SEEN_PX, multiple))
        height, width = self._fixed or (_rounded_up(side, multiple),) * 2
        large = _picture((height + _MULTIPLES[-1], width + _MULTIPLES[-1]), count)
        still = self._unit(large[..., :height, :width], top)
        margin = min(reach_px, height // 4, width // 4)
        for moved in (one for one in _MULTIPLES if one >= multiple and one < min(height, width) - 2 * margin):
            other = self._unit(large[..., moved : moved + height, moved : moved + width], top)
            inner = slice((margin + moved) * scale, -margin * scale or None)
            same = slice(margin * scale, -(margin + moved) * scale)
            if np.abs(still[..., inner, inner] - other[..., same, same]).max() <= _NOTICEABLE:
                return moved
        return multiple

    def _unit(self, picture: NDArray[np.float32], top: float) -> NDArray[np.float32]:
        """The network's result in unit range for a picture in it."""
        with np.errstate(all="ignore"):
            unit: NDArray[np.float32] = np.clip(self._run(picture * np.float32(top)) / np.float32(top), 0, 1)
        return unit

    def _run(self, batch_BCHW: NDArray[np.float32]) -> NDArray[np.float32]:
        self._keep_time()
        return self._session.run(batch_BCHW, self._keep_time)

    def _keep_time(self) -> None:
        self._ask()
        if time.monotonic() > self._until:
            raise _no_use(self._file, Phrase("it takes minutes for a small picture"))


def _picture(size: tuple[int, int], channels: int, seed: int = 0) -> NDArray[np.float32]:
    """(1, channels, height, width) in unit range: waves and some noise, different in each channel."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[0 : size[0], 0 : size[1]]
    waves = [np.sin(rows / (3 + c) + seed) + np.cos(columns / (5 - c) - seed) for c in range(channels)]
    picture = 0.5 + 0.2 * np.stack(waves) + rng.normal(0, 0.03, (channels, *size))
    return np.clip(picture, 0, 1).astype(np.float32)[None]


def _rounded_up(side: int, multiple: int) -> int:
    return -(-side // multiple) * multiple


def _reach(
    run: Callable[[NDArray[np.float32]], NDArray[np.float32]], size: tuple[int, int], channels: int, scale: int
) -> int:
    """Distance into the upper left quarter at which a change of all the rest is no longer noticed."""
    before, after = _picture(size, channels), _picture(size, channels, seed=1)
    middle = size[0] // 2, size[1] // 2
    after[..., : middle[0], : middle[1]] = before[..., : middle[0], : middle[1]]
    quarter = (..., slice(middle[0] * scale), slice(middle[1] * scale))
    differs = (np.abs(run(before) - run(after))[quarter].max(axis=(0, 1)) > _NOTICEABLE).nonzero()
    if not len(differs[0]):
        return 0
    # A pixel's distance from the change is that to the nearer of the two borders.
    distances = np.minimum(middle[0] * scale - differs[0], middle[1] * scale - differs[1])
    return math.ceil(int(distances.max()) / scale)


def _most_bytes(profile: Path) -> int:
    """What the layer that takes most has before and after it, from onnxruntime's own record."""
    events: list[dict[str, Any]] = json.loads(profile.read_text("utf-8"))
    facts = [event.get("args", {}) for event in events]
    return max(
        (int(one["activation_size"]) + int(one["output_size"]) for one in facts if "output_size" in one), default=0
    )

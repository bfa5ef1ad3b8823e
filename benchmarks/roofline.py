"""How close the program comes to what the machine can multiply: the roofline.

    python benchmarks/roofline.py ANSWER.json [...]

Comes in: a photo to enlarge by 4. Goes out: the floating-point operations of every convolution on its
way, the rate at which this process multiplies matrices, and the time of each part. The ratio is the
operations' time at that rate over the time measured: 1 would be a program that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lines import Times, middle, said

if TYPE_CHECKING:
    import torch
    from torch import nn

Shape = Sequence[int]

MATRIX_SIDE = 2048
PROBE_CHANNELS, PROBE_SIDE_PX = 64, 128
PROBE_BATCH = 1
SECONDS_OF_A_PROBE = 1.0
SCALE = 4


@dataclass(frozen=True)
class Rate:
    """Operations per second, in units of 10^9, of the two things that processors are best at."""

    matrix: float
    convolution: float

    @property
    def best(self) -> float:
        """What the machine is held to."""
        return max(self.matrix, self.convolution)


@dataclass(frozen=True)
class Roofline:
    """One precision.

    Args:
        precision: of the network and of the rate.
        operations: of all convolutions, multiplications and additions counted apart.
        tiles: how many the photo was cut into.
        rate: measured in the same process.
        network_seconds: the tiles through the network, nothing else; each run.
        photo_seconds: reading, all of the engine's work, writing; in a process that has done it before.
    """

    precision: str
    operations: int
    tiles: int
    rate: Rate
    network_seconds: Times
    photo_seconds: Times

    @classmethod
    def from_json(cls, text: str) -> Roofline:
        """Read what ``to_json`` wrote."""
        values = json.loads(text)
        network, photo = (tuple(values.pop(name)) for name in ("network_seconds", "photo_seconds"))
        return cls(rate=Rate(**values.pop("rate")), network_seconds=network, photo_seconds=photo, **values)

    def to_json(self) -> str:
        """For the process's file."""
        return json.dumps(asdict(self))

    @property
    def ideal_seconds(self) -> float:
        """Time of the operations at the best rate."""
        return self.operations / (self.rate.best * 1e9)

    def ratio(self, times: Times) -> float:
        """Share of the median time that the operations alone would take."""
        return self.ideal_seconds / middle(times)


def count_operations(run: Callable[[], object]) -> int:
    """Floating-point operations of all convolutions and matrix products while ``run`` runs.

    A convolution of C to D channels with kernels of h x w that gives N values per channel counts
    2 * N * C * D * h * w (transposed ones: N values taken); biases, activations and resizing count nothing.
    """
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False, custom_mapping=_fused_convolutions()) as counter:
        run()
    return int(counter.get_total_flops())


def _fused_convolutions() -> dict[Any, Callable[..., int]]:
    """What torch's counter does not know: the operators that ``engine.fusion`` uses."""
    import torch

    def plain(photo: Shape, kernel: Shape, *others: object, out_shape: Shape, **named: object) -> int:
        return 2 * math.prod(out_shape) * math.prod(kernel[1:])

    def added(other: Shape, photo: Shape, kernel: Shape, *others: object, out_shape: Shape, **named: object) -> int:
        return 2 * math.prod(out_shape) * math.prod(kernel[1:])

    fused = torch.ops.mkldnn
    return {fused._convolution_pointwise: plain, fused._convolution_pointwise_: added}


def measure_rate(dtype: torch.dtype) -> Rate:
    """What torch reaches in this process with the threads that it has been given."""
    import torch

    side = MATRIX_SIDE
    left, right = torch.randn(side, side).to(dtype), torch.randn(side, side).to(dtype)
    convolution = torch.nn.Conv2d(PROBE_CHANNELS, PROBE_CHANNELS, 3, padding=1).to(dtype)
    # torch's stubs do not know that memory_format stands alone.
    convolution = convolution.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    photo = torch.randn(PROBE_BATCH, PROBE_CHANNELS, PROBE_SIDE_PX, PROBE_SIDE_PX).to(dtype)
    photo = photo.contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        return Rate(_billions(lambda: left @ right), _billions(lambda: convolution(photo)))


def _billions(run: Callable[[], object]) -> float:
    """Operations per second in 10^9, by the fastest of the runs that fit into ``SECONDS_OF_A_PROBE``."""
    operations = count_operations(run)
    run()
    fastest, until = float("inf"), time.perf_counter() + SECONDS_OF_A_PROBE
    while time.perf_counter() < until:
        started = time.perf_counter()
        run()
        fastest = min(fastest, time.perf_counter() - started)
    return operations / fastest / 1e9


def measure_roofline(
    input_file: Path, output: Path, card: str, precision: str, threads: int, repeat: int, scale: int = SCALE
) -> Roofline:
    """Count and time one enlargement in this process.

    Args:
        input_file: photo to read.
        output: file to write, replaced each time.
        card: one of our networks.
        precision: ``bf16`` or ``fp32``.
        threads: CPU threads.
        repeat: timed runs. The run in which operations are counted is the warm-up.
        scale: one of the network's.

    Raises:
        Mishap: as the engine.
    """
    from desktop_unet.engine.device import DTYPES
    from desktop_unet.engine.predict import open_network
    from desktop_unet.engine.restore import restore
    from desktop_unet.engine.task import Choices, Result, UpscaleRequest
    from desktop_unet.imaging.codec import read_photo, write_photo

    choices = Choices(card=card, device="cpu", precision=precision, threads=threads)  # type: ignore[arg-type]

    def enlarge() -> Result:
        request = UpscaleRequest(read_photo(input_file), scale, 0.0, choices)
        result = restore(request, open_network(request))
        write_photo(result.photo, output, overwrite=True)
        return result

    results: list[Result] = []
    operations = count_operations(lambda: results.append(enlarge()))
    module = open_network(UpscaleRequest(read_photo(input_file), scale, 0.0, choices)).runner.module
    network, photo = [], []
    for _ in range(repeat):
        seconds, within = _timed(enlarge, module)
        photo.append(seconds)
        network.append(within)
    return Roofline(
        precision,
        operations,
        results[0].tiles,
        measure_rate(DTYPES[precision]),
        tuple(network),
        tuple(photo),
    )


def _timed(run: Callable[[], object], module: nn.Module) -> tuple[float, float]:
    """Seconds of a run, and how many of them passed inside the network."""
    begun: list[float] = []
    within: list[float] = []
    hooks = [
        module.register_forward_pre_hook(lambda *_: begun.append(time.perf_counter())),
        module.register_forward_hook(lambda *_: within.append(time.perf_counter() - begun[-1])),
    ]
    started = time.perf_counter()
    try:
        run()
    finally:
        seconds = time.perf_counter() - started
        for hook in hooks:
            hook.remove()
    return seconds, sum(within)


def rows(roofline: Roofline, whole_seconds: Times) -> list[tuple[str, ...]]:
    """Lines of the table: part, operations' time, measured time, ratio.

    Args:
        roofline: of one precision.
        whole_seconds: of whole processes, start-up included.
    """
    parts = (
        ("network alone", roofline.network_seconds),
        ("+ reading, tiling, writing", roofline.photo_seconds),
        ("+ start-up: the whole process", whole_seconds),
    )
    ideal = f"{roofline.ideal_seconds:.3f} s"
    return [
        (roofline.precision, name, ideal, said(times, 3, " s"), f"{100 * roofline.ratio(times):.0f} %")
        for name, times in parts
    ]


def sentence(roofline: Roofline, output_megapixels: float) -> str:
    """What was counted and what it is held to."""
    rate = roofline.rate
    return (
        f"{roofline.precision}: {roofline.operations / 1e9:.1f} GFLOP in {roofline.tiles} tiles "
        f"({roofline.operations / 1e9 / output_megapixels:.1f} per output megapixel); "
        f"matrix rate {rate.best:.0f} GFLOP/s ({MATRIX_SIDE} x {MATRIX_SIDE} product {rate.matrix:.0f}, "
        f"3x3 convolution {PROBE_CHANNELS} to {PROBE_CHANNELS} at {PROBE_SIDE_PX} px {rate.convolution:.0f})."
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure in this process, as ``benchmark.py`` asks, and write the answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answer", type=Path, help="file to write the numbers to")
    parser.add_argument("input", type=Path, help="photo to enlarge")
    parser.add_argument("output", type=Path, help="file for the result")
    parser.add_argument("--card", default="upscale-skip")
    parser.add_argument("--precision", choices=("bf16", "fp32"), default="fp32")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args(arguments)
    from desktop_unet.engine.device_env import prepare_environment

    prepare_environment()
    found = measure_roofline(given.input, given.output, given.card, given.precision, given.threads, given.repeat)
    given.answer.write_text(found.to_json(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

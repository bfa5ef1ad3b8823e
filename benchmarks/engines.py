"""Whether another engine would run our network faster than torch: ONNX Runtime and OpenVINO, measured.

    python benchmarks/engines.py [--card upscale-skip] [--side 256 512] [--threads 2] [--repeat 3]

Comes in: a card. Goes out: a table of seconds per tile, loading time, memory, difference from torch's fp32
and what each package weighs. Each engine runs in a process of its own. The network is exported once, for
scale 4, with its first guess as a second input: torch's exporter does not know antialiased bicubic, and
it is the same work for everyone. What is not installed says so and is left out. The findings are in
docs/decisions/0011-optional-engines.md.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from contest import peak_mib
from launching import Failed, prepare_environment, run_python
from lines import table
from missing import Missing, need_file, need_module
from numpy.typing import NDArray
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from torch import Tensor

SCALE = 4
PACKAGES: Mapping[str, str] = {"torch": "torch", "ONNX Runtime": "onnxruntime", "OpenVINO": "openvino"}
"""What is imported and installed for each engine; module and package have one name."""
MODEL = "model.onnx"

Batch = NDArray[np.float32]
Inputs = tuple[Batch, Batch]
"""(1, 3, H, W) small photo and (1, 3, H * scale, W * scale) first guess, unit range."""
Run = Callable[[Inputs], Batch]


# --- the network as a file -------------------------------------------------------------


def export(card: str, target: Path, side: int = 64) -> None:
    """Write a network of ours as ONNX, for any height and width that are multiples of what it halves to.

    Args:
        card: an upscaling network with scale 4.
        target: the file to write.
        side: of the photo that it is traced with.

    Raises:
        Missing: onnx is not installed.
    """
    need_module("onnx", "onnx, which torch's exporter needs,")
    import torch

    module = guided(card)
    batch, guess = (torch.from_numpy(each) for each in make_inputs(side))
    axes = {name: {2: f"{name}_height", 3: f"{name}_width"} for name in ("photo", "guess", "result")}
    with warnings.catch_warnings():
        # The exporter that traces is an old one and says so; the new one needs one more package.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            (batch, guess),
            str(target),
            input_names=["photo", "guess"],
            output_names=["result"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def guided(card: str, precision: str = "fp32") -> Any:
    """The network as a module of two inputs: small photo and first guess."""
    import torch
    from torch import nn

    from desktop_unet.engine.device import DTYPES
    from desktop_unet.models.card import find_card
    from desktop_unet.models.weights import load_network

    network, _ = load_network(find_card(card)[0])
    network = network.eval().convert_trunk(DTYPES[precision])

    class Guided(nn.Module):
        """Positional inputs, as exporters want them."""

        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, batch_BCHW: Tensor, guess_BCHW: Tensor) -> Tensor:
            restored: Tensor = self.network(batch_BCHW, scale=SCALE, guess=guess_BCHW)
            return restored

    # torch's stubs do not know that memory_format stands alone.
    return Guided().eval().to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def make_inputs(side: int) -> Inputs:
    """A tile of the sample photo and its bicubic enlargement."""
    from desktop_unet.imaging.codec import read_photo
    from desktop_unet.imaging.geometry import Extent
    from desktop_unet.imaging.ranges import code_to_unit
    from desktop_unet.imaging.resample import resize
    from desktop_unet.paths import sample_photo

    small = resize(code_to_unit(read_photo(sample_photo()).pixels), Extent(side, side), clip=True)
    large = resize(small, Extent(side, side).scaled(SCALE))
    batch, guess = (np.ascontiguousarray(each.transpose(2, 0, 1)[None]) for each in (small, large))
    return batch, guess


# --- engines ---------------------------------------------------------------------------


def open_torch(precision: str, card: str, model: Path, side: int, threads: int) -> Run:
    """The program's own way, without tiles."""
    from desktop_unet.engine.device_env import prepare_environment as prepare_malloc

    prepare_malloc()
    import torch

    torch.set_num_threads(threads)
    module = guided(card, precision)

    def run(inputs: Inputs) -> Batch:
        with torch.inference_mode():
            restored: Batch = module(*(torch.from_numpy(each) for each in inputs)).numpy()
            return restored

    return run


def open_onnxruntime(card: str, model: Path, side: int, threads: int) -> Run:
    """ONNX Runtime on the CPU, all graph optimisations on (its default); fp32 only."""
    runtime = need_module("onnxruntime", "onnxruntime")
    need_file(str(model))
    options = runtime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = runtime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def run(inputs: Inputs) -> Batch:
        restored: Batch = session.run(None, {"photo": inputs[0], "guess": inputs[1]})[0]
        return restored

    return run


def open_openvino(precision: str, card: str, model: Path, side: int, threads: int) -> Run:
    """OpenVINO on the CPU, compiled for one size, for one answer at a time."""
    openvino = need_module("openvino", "openvino")
    core = openvino.Core()
    graph = core.read_model(need_file(str(model)))
    large = side * SCALE
    graph.reshape({"photo": [1, 3, side, side], "guess": [1, 3, large, large]})
    hints = {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY"}
    compiled = core.compile_model(graph, "CPU", hints)

    def run(inputs: Inputs) -> Batch:
        return np.asarray(compiled(list(inputs))[0])

    return run


ENGINES: Mapping[str, Callable[[str, Path, int, int], Run]] = {
    "torch fp32": partial(open_torch, "fp32"),
    "torch bf16": partial(open_torch, "bf16"),
    "ONNX Runtime fp32": open_onnxruntime,
    "OpenVINO fp32": partial(open_openvino, "f32"),
    "OpenVINO bf16": partial(open_openvino, "bf16"),
}


def measure(engine: str, card: str, folder: Path, side: int, threads: int, repeat: int) -> dict[str, Any]:
    """Times of one engine in this process; its result goes to a file beside the model.

    Returns:
        ``loading`` (imports, weights, compiling, first run) and ``seconds`` (median of ``repeat`` more),
        ``peak_mib``; or ``missing``.
    """
    inputs = make_inputs(side)
    started = time.perf_counter()
    try:
        run = ENGINES[engine](card, folder / MODEL, side, threads)
    except Missing as missing:
        return {"missing": str(missing)}
    result = run(inputs)
    loading = time.perf_counter() - started
    seconds = []
    for _ in range(repeat):
        started = time.perf_counter()
        result = run(inputs)
        seconds.append(time.perf_counter() - started)
    np.save(folder / f"{engine}-{side}.npy", result)
    return {"loading": loading, "seconds": statistics.median(seconds), "peak_mib": peak_mib()}


# --- what packages weigh ---------------------------------------------------------------


def installed_mib(package: str, without: frozenset[str] = frozenset()) -> tuple[float, list[str]]:
    """Size of a package's files and of what it needs beyond ``without``, MiB, and the names counted.

    Raises:
        Missing: it is not installed.
    """
    names = sorted(_closure(package) - without)
    if canonicalize_name(package) not in names:
        raise Missing(f"{package} is not installed")
    return sum(_own_bytes(name) for name in names) / 2**20, names


def _closure(package: str) -> frozenset[str]:
    """A package and all that it needs, as far as it is installed."""
    found: set[str] = set()
    queue = [package]
    while queue:
        name = canonicalize_name(queue.pop())
        if name in found:
            continue
        try:
            lines = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        found.add(name)
        needs = [Requirement(line) for line in lines]
        queue += [need.name for need in needs if not need.marker or need.marker.evaluate({"extra": ""})]
    return frozenset(found)


def _own_bytes(name: str) -> int:
    files = importlib.metadata.files(name) or []
    paths = {Path(str(file.locate())) for file in files if "__pycache__" not in file.parts}
    return sum(path.stat().st_size for path in paths if path.is_file())


def import_seconds(module: str, repeat: int) -> float:
    """Median time of a process that imports a module, less that of one that imports numpy alone, after a warm-up."""

    def once(name: str) -> float:
        started = time.perf_counter()
        run_python(["-c", f"import numpy, {name}"], 120.0)
        return time.perf_counter() - started

    seconds = {name: [once(name) for _ in range(repeat + 1)][1:] for name in ("sys", module)}
    return statistics.median(seconds[module]) - statistics.median(seconds["sys"])


# --- the table -------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, or, started by itself, measure one engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--card", default="upscale-skip", help="an upscaling network of ours, by name or file")
    parser.add_argument("--side", nargs="+", type=int, default=[256, 512], help="sides of the tiles, in input pixels")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3, help="timed runs after the first; the median counts")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds after which an engine is given up")
    parser.add_argument("--one", choices=list(ENGINES), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    prepare_environment(given.threads)
    if given.one:
        facts = measure(given.one, given.card, given.folder, given.side[0], given.threads, given.repeat)
        print(json.dumps(facts))
        return 0
    console = Console() if sys.stdout.isatty() else Console(width=120)
    with tempfile.TemporaryDirectory() as name:
        console.print(_speed_table(given, Path(name), console))
    console.print(table("What each brings along", ("engine", "packages", "MiB", "import, s"), list(_weights(given))))
    return 0


def _speed_table(given: argparse.Namespace, folder: Path, console: Console) -> Table:
    try:
        export(given.card, folder / MODEL)
    except Missing as missing:
        console.print(f"The network was not exported: {missing}")
    rows = [_speed_row(engine, side, given, folder) for side in given.side for engine in ENGINES]
    headings = ("engine", "tile", "s/tile", "load + first, s", "peak MiB", "difference")
    return table(f"{given.card} x{SCALE}, {given.threads} threads, first guess given", headings, rows)


def _speed_row(engine: str, side: int, given: argparse.Namespace, folder: Path) -> tuple[str, ...]:
    words = [str(Path(__file__)), "--one", engine, "--folder", str(folder), "--side", str(side), "--card", given.card]
    words += ["--threads", str(given.threads), "--repeat", str(given.repeat)]
    try:
        facts = json.loads(run_python(words, given.limit).strip().splitlines()[-1])
    except Failed as failure:
        facts = {"missing": str(failure)}
    if "missing" in facts:
        return engine, f"{side} px", facts["missing"], "", "", ""
    own = np.load(folder / f"{engine}-{side}.npy")
    truth = np.load(folder / f"torch fp32-{side}.npy")
    apart = f"{255 * float(np.abs(own - truth).max()):.2f}/255"
    peak = "" if facts["peak_mib"] is None else f"{facts['peak_mib']:.0f}"
    return engine, f"{side} px", f"{facts['seconds']:.3f}", f"{facts['loading']:.2f}", peak, apart


def _weights(given: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    """Engine, what is counted, size, import time; of others than torch only what the program has not already."""
    ours = _closure("torch") | _closure("desktop-unet")
    for engine, package in PACKAGES.items():
        try:
            size, names = installed_mib(package, frozenset() if package == "torch" else ours)
            seconds = import_seconds(package, given.repeat)
        except (Missing, Failed) as reason:
            yield engine, str(reason), "", ""
            continue
        yield engine, ", ".join(names), f"{size:.0f}", f"{seconds:.2f}"


if __name__ == "__main__":
    sys.exit(main())

"""Contestants opened: each becomes a function from a photo's pixels to those of the larger photo.

Comes in: a ``Contestant``. Goes out: a ``Peer``. Runs in the contestant's own process (``contest.py``),
so each library is loaded only where it is measured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from contestants import Contestant, superres_name
from graphs import Batch, Graph, enlarger
from missing import Missing, need_file, need_module

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import CodePixels, Photo
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.imaging.resample import Method, resize

Enlarge = Callable[[CodePixels], CodePixels]


@dataclass(frozen=True)
class Peer:
    """An open contestant.

    Args:
        enlarge: (H, W, 3) uint8 to (H * scale, W * scale, 3) uint8.
        precision: what it computes in.
    """

    enlarge: Enlarge
    precision: str = "fp32"


def open_peer(contestant: Contestant, scale: int, threads: int) -> Peer:
    """Load what a contestant needs.

    Raises:
        Missing: its library or its file is not here, or it does not enlarge by this scale.
    """
    if contestant.scale not in (None, scale):
        raise Missing(f"it enlarges by {contestant.scale} only")
    return _OPENERS[contestant.kind](contestant, scale, threads)


def _open_kernel(contestant: Contestant, scale: int, threads: int) -> Peer:
    method: Method = "lanczos" if contestant.source == "lanczos" else "bicubic"

    def enlarge(pixels: CodePixels) -> CodePixels:
        extent = Extent(*pixels.shape[:2]).scaled(scale)
        return unit_to_code(resize(code_to_unit(pixels), extent, method, clip=True), pixels.dtype)

    return Peer(enlarge)


def _open_ours(contestant: Contestant, scale: int, threads: int) -> Peer:
    """Our own networks, through the program's engine with all it does: tiles, blending, checks."""
    from desktop_unet.engine.device_env import prepare_environment

    prepare_environment()
    import torch

    from desktop_unet.engine.device import choose_precision
    from desktop_unet.engine.restore import run
    from desktop_unet.engine.task import Choices, Precision, UpscaleRequest
    from desktop_unet.errors import CardUnknown
    from desktop_unet.models.card import find_card

    precision: Precision = "bf16" if contestant.precision == "bf16" else "fp32"
    if precision == "bf16" and choose_precision("auto", torch.device("cpu")) != "bf16":
        raise Missing("this processor has no fast bf16")
    try:
        find_card(contestant.source)
    except CardUnknown as unknown:
        raise Missing(f"there is no card {contestant.source}") from unknown
    choices = Choices(card=contestant.source, device="cpu", precision=precision, threads=threads)
    return Peer(lambda pixels: run(UpscaleRequest(Photo(pixels), scale, 0.0, choices)).photo.pixels, precision)


def _open_superres(contestant: Contestant, scale: int, threads: int) -> Peer:
    """A model of OpenCV's own kind; it takes BGR."""
    cv2 = need_module("cv2", "OpenCV")
    if not hasattr(cv2, "dnn_superres"):
        raise Missing("this OpenCV has no dnn_superres, which comes with opencv-contrib-python-headless")
    name = superres_name(contestant.source)
    if name is None:
        raise Missing("its file name names none of EDSR, ESPCN, FSRCNN, LapSRN")
    cv2.setNumThreads(threads)
    model = cv2.dnn_superres.DnnSuperResImpl_create()
    try:
        model.readModel(need_file(contestant.source))
        model.setModel(name, scale)
    except cv2.error as error:
        raise Missing(f"OpenCV cannot read it ({' '.join(str(error).split())})") from error
    return Peer(lambda pixels: np.ascontiguousarray(model.upsample(pixels[..., ::-1].copy())[..., ::-1]))


def _open_onnx(contestant: Contestant, scale: int, threads: int) -> Peer:
    runtime = need_module("onnxruntime", "onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    try:
        session = runtime.InferenceSession(need_file(contestant.source), options, providers=["CPUExecutionProvider"])
    except Missing:
        raise
    except Exception as error:  # its errors share no class of their own
        raise Missing(f"ONNX Runtime cannot read it ({' '.join(str(error).split())})") from error
    graph, precision = onnx_graph(session)
    return Peer(_at_scale(graph, scale), precision)


def onnx_graph(session: object) -> tuple[Graph, str]:
    """The graph of an ``onnxruntime.InferenceSession``, its layout read off its only input.

    Raises:
        Missing: it is none of (N, 3, H, W) or (N, 1, H, W) in float32 or float16.
    """
    inputs = session.get_inputs()  # type: ignore[attr-defined]
    if len(inputs) != 1:
        raise Missing(f"its graph has {len(inputs)} inputs, where one photo is all there is")
    (given,) = inputs
    types = {"tensor(float)": (np.float32, "fp32"), "tensor(float16)": (np.float16, "fp16")}
    if given.type not in types or len(given.shape) != 4 or given.shape[1] not in (1, 3):
        raise Missing(f"its input is {given.type} {given.shape}, where floats of (N, 3 or 1, H, W) are needed")
    dtype, precision = types[given.type]
    height, width = given.shape[2:]
    fixed = Extent(height, width) if isinstance(height, int) and isinstance(width, int) else None

    def run(planes: Batch) -> Batch:
        try:
            answers = session.run(None, {given.name: planes.astype(dtype, copy=False)})  # type: ignore[attr-defined]
        except Exception as error:  # its errors share no class of their own
            raise ValueError(str(error)) from error
        return np.asarray(answers[0], np.float32)

    return Graph(run, int(given.shape[1]), fixed), precision


def _open_ncnn(contestant: Contestant, scale: int, threads: int) -> Peer:
    """A pair of ncnn files: the net's first input and last output; RGB, as such nets take it."""
    ncnn = need_module("ncnn", "ncnn")
    net = ncnn.Net()
    net.opt.use_vulkan_compute = False
    net.opt.num_threads = threads
    for load, file in ((net.load_param, contestant.source), (net.load_model, contestant.second)):
        if load(need_file(file)) != 0:
            raise Missing(f"ncnn cannot read {Path(file).name}")
    first, last = net.input_names()[0], net.output_names()[-1]

    def run(planes: Batch) -> Batch:
        extractor = net.create_extractor()
        extractor.input(first, ncnn.Mat(planes[0]).clone())
        failure, answer = extractor.extract(last)
        if failure:
            raise ValueError(f"ncnn ended with {failure} on an input of {planes.shape}")
        return np.array(answer)[None]

    return Peer(_at_scale(Graph(run, 3), scale))


def _at_scale(graph: Graph, scale: int) -> Enlarge:
    enlarge, found = enlarger(graph)
    if found != scale:
        raise Missing(f"it enlarges by {found} only")
    return enlarge


_OPENERS: dict[str, Callable[[Contestant, int, int], Peer]] = {
    "resize": _open_kernel,
    "ours": _open_ours,
    "dnn_superres": _open_superres,
    "onnx": _open_onnx,
    "ncnn": _open_ncnn,
}

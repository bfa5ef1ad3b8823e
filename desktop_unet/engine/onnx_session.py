"""onnxruntime, held on a short lead: what it may use, how long it may take, and what its failures mean.

Comes in: an ONNX file that ``models.onnx_file`` has looked through. Goes out: one array for another. Knows no torch.
Called by ``onnx_study.py`` and ``onnx_runner.py``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.errors import NetworkUnusable, OnnxRuntimeMissing
from desktop_unet.imaging.large_arrays import free_bytes
from desktop_unet.models.onnx_file import OnnxFile
from desktop_unet.paths import is_packed
from desktop_unet.phrases import Phrase

_ASK_EVERY_S = 0.05
_LEAST_BYTES = 1 << 30
"""What a network may always have; more where half of the free memory is more."""
_SHORTAGES = ("available memory of", "failed to allocate memory", "bad_alloc", "bad allocation", "out of memory")
_KINDS: dict[int, type[np.floating[Any]]] = {1: np.float32, 10: np.float16}
_SILENT = 4
"""onnxruntime's level of messages; what goes wrong comes as an exception too."""


class OnnxSession:
    """A network that onnxruntime has loaded.

    Args:
        file: looked through; one input, one output.
        cuda_device: number of the GPU to run on; None for the CPU.
        threads: of the CPU; None for all.
        profile_prefix: where what each layer takes is written down, see ``profile``; empty for nowhere.

    Raises:
        OnnxRuntimeMissing: it is not installed.
        NetworkUnusable: onnxruntime cannot read the file.
        RuntimeError: the GPU does not work, worded as torch words it.
    """

    def __init__(
        self, file: OnnxFile, *, cuda_device: int | None = None, threads: int | None = None, profile_prefix: str = ""
    ) -> None:
        runtime = load_runtime(file)
        self._file, self._runtime, self._on_gpu = file, runtime, cuda_device is not None
        options = runtime.SessionOptions()
        options.log_severity_level = _SILENT
        options.add_session_config_entry("session.use_env_allocators", "1")
        options.intra_op_num_threads = threads or 0
        if profile_prefix:
            options.enable_profiling, options.profile_file_prefix = True, profile_prefix
        providers: list[Any] = ["CPUExecutionProvider"]
        if cuda_device is not None:
            providers.insert(0, ("CUDAExecutionProvider", {"device_id": cuda_device}))
        try:
            # By name only where it has to be: what is checked is then what is read.
            source = str(file.path) if file.has_files_beside else file.path.read_bytes()
            self._session = runtime.InferenceSession(source, options, providers=providers, enable_fallback=0)
        except Exception as failure:
            raise self._translated(failure, Phrase("onnxruntime cannot read it")) from failure
        if self._on_gpu and self._session.get_providers()[0] != "CUDAExecutionProvider":
            raise RuntimeError("CUDA error: onnxruntime cannot run on this GPU")

    def run(self, batch_BCHW: NDArray[np.float32], ask: Callable[[], None]) -> NDArray[np.float32]:
        """What the network makes of a batch.

        Args:
            batch_BCHW: in the range and of the shape that the network takes.
            ask: called again and again meanwhile; what it raises ends the run.

        Raises:
            NetworkUnusable: the network fails on this batch.
            MemoryError: memory ran short.
            RuntimeError: the GPU has failed.
        """
        kind = _KINDS[self._file.inputs[0].kind]
        feed = {self._file.inputs[0].name: batch_BCHW.astype(kind, copy=False)}
        options = self._runtime.RunOptions()
        options.log_severity_level = _SILENT
        options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(self._session.run, None, feed, options)
            try:
                (result,) = _awaited(answer, ask)
            except _Failed as failed:
                failure = failed.failure
                raise self._translated(failure, Phrase("it cannot be run on a picture of this size")) from failure
            except BaseException:
                options.terminate = True
                raise
        return np.asarray(result, np.float32)

    def profile(self) -> str:
        """End writing down what each layer takes; the name of the file that it was written to."""
        return str(self._session.end_profiling())

    def _translated(self, failure: Exception, what: Phrase) -> Exception:
        text = str(failure)
        if isinstance(failure, MemoryError) or any(word in text.lower() for word in _SHORTAGES):
            return MemoryError(_first_line(text))
        if self._on_gpu:
            return RuntimeError(f"CUDA error: {_first_line(text)}")
        return NetworkUnusable(
            path=self._file.path, reason=Phrase("{what}: {reason}", what=what, reason=_first_line(text))
        )


class _Failed(Exception):
    """What the network's own thread has raised."""

    def __init__(self, failure: Exception) -> None:
        self.failure = failure


def _awaited(answer: Future[Sequence[Any]], ask: Callable[[], None]) -> Sequence[Any]:
    while True:
        try:
            return answer.result(_ASK_EVERY_S)
        except TimeoutError:
            ask()
        except Exception as failure:
            raise _Failed(failure) from failure


def load_runtime(file: OnnxFile) -> ModuleType:
    """onnxruntime, with a limit to its memory, so that a file cannot ask for all that there is.

    Raises:
        OnnxRuntimeMissing: it is not installed.
    """
    try:
        return _prepared()
    except ImportError as missing:
        remedy = Phrase("install it with 'pip install onnxruntime'")
        if is_packed():
            remedy = Phrase("the packed program cannot take it, install the program with Python instead")
        raise OnnxRuntimeMissing(path=file.path, remedy=remedy) from missing


def has_cuda() -> bool:
    """Whether the onnxruntime that is installed can run on NVIDIA's GPUs."""
    try:
        return "CUDAExecutionProvider" in _prepared().get_available_providers()
    except ImportError:
        return False


@cache
def _prepared() -> ModuleType:
    runtime = importlib.import_module("onnxruntime")
    runtime.disable_telemetry_events()
    runtime.set_default_logger_severity(_SILENT)
    place = runtime.OrtMemoryInfo("Cpu", runtime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, runtime.OrtMemType.DEFAULT)
    # As large as asked for, not twice as large as the last time: limits are to be kept.
    as_asked = 1
    limit = runtime.OrtArenaCfg({"max_mem": max(_LEAST_BYTES, free_bytes() // 2), "arena_extend_strategy": as_asked})
    runtime.create_and_register_allocator(place, limit)
    return runtime


def _first_line(text: str) -> str:
    """The part of onnxruntime's message that says something, on one line."""
    said = text.rsplit("Status Message:", maxsplit=1)[-1].strip().splitlines() or [""]
    return said[0].strip().rstrip(".")[:200]

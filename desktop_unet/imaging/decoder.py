"""Photos read in a process of their own, so that a codec that crashes takes nothing along.

Comes in: a path. Goes out: the ``Photo`` that ``reading.read_photo`` makes of it, or a mishap. For
programs that have something to lose; the command line reads in its own process.

    this process                      decoder process
    read(path)  ---- path ---->       read_photo(path)
                <--- facts ----       everything but the pixels
                <--- pixels ---       the memory that they were decoded into, or through the pipe, byte by byte
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from multiprocessing import reduction
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.errors import DecoderCrashed, Mishap
from desktop_unet.imaging.photo import CodePixels, Photo
from desktop_unet.imaging.reading import read_photo
from desktop_unet.imaging.shared_pixels import Block, block_of, decode_shared, received_array
from desktop_unet.phrases import Phrase

Read = Callable[..., Photo]

_PIXELS = ("pixels", "alpha")
_LOOK_EVERY_S = 0.05
_PATIENCE_S = 2.0


@dataclass(frozen=True)
class _Facts:
    """All of a photo but its pixels, and how these will come; None where there are none."""

    fields: dict[str, Any]
    arrays: dict[str, _Coming | None]


@dataclass(frozen=True)
class _Coming:
    """An array that follows: as a descriptor of memory where it ``is_shared``, else byte by byte."""

    shape: tuple[int, ...]
    kind: str
    is_shared: bool


@dataclass(frozen=True)
class _Refusal:
    """A mishap, in parts that can be sent."""

    kind: type[Mishap]
    facts: dict[str, object]


@dataclass(frozen=True)
class _Defect:
    """An error that nobody foresaw, as text."""

    text: str


def read_shared(path: Path, *, whole: bool) -> Photo:
    """As ``read_photo``; where the system can, the pixels lie in memory that can be given away."""
    return read_photo(path, whole=whole, take=decode_shared)


class Decoder:
    """A process that reads photos, kept for the next one; begun anew when it has died.

    Args:
        read: what it calls; a function of a module, that takes what ``read_shared`` takes.
    """

    def __init__(self, read: Read = read_shared) -> None:
        self._read = read
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin the process, so that the first photo need not wait for it; returns at once."""
        with self._lock:
            self._connected()

    def read(self, path: Path | str, *, whole: bool = False, while_waiting: Callable[[], None] = lambda: None) -> Photo:
        """The photo in a file, as ``reading.read_photo`` gives it.

        Args:
            path: the file.
            whole: refuse a file of which a part is missing.
            while_waiting: called some times a second; what it raises ends the reading, and the process.

        Raises:
            Mishap: as ``read_photo``.
            DecoderCrashed: the process died while it read.
            RuntimeError: it met an error that is a defect of the program.
        """
        with self._lock:
            connection = self._connected()
            try:
                connection.send((Path(path).absolute(), whole))
                return _received(connection, Path(path), while_waiting)
            except (EOFError, ConnectionError):
                raise DecoderCrashed(path=path, reason=self._why_it_died()) from None
            except (Mishap, _DefectMet):
                raise
            except BaseException:
                self._end()
                raise

    def close(self) -> None:
        """End the process; the next photo begins another."""
        with self._lock:
            self._end()

    def _connected(self) -> Connection:
        if self._process is None or self._connection is None or not self._process.is_alive():
            self._end()
            # Never forked: this process has threads, and Qt's and torch's state.
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, self._read), name="decoder", daemon=True)
            self._process.start()
            theirs.close()
        return self._connection

    def _why_it_died(self) -> Phrase:
        if self._process is not None:
            self._process.join(_PATIENCE_S)
        code = None if self._process is None else self._process.exitcode
        self._end()
        if code is None or code >= 0:
            return Phrase("it stopped without an answer")
        if code == -signal.SIGKILL:
            return Phrase("the system stopped it, as it does when memory runs out")
        return Phrase("it was stopped by {signal}", signal=signal.Signals(-code).name)

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join(_PATIENCE_S)
        self._process = self._connection = None


@cache
def decoder() -> Decoder:
    """This program's decoder."""
    return Decoder()


class _DefectMet(RuntimeError):
    """The decoder is well, its answer is a traceback."""


def _received(connection: Connection, path: Path, while_waiting: Callable[[], None]) -> Photo:
    while not connection.poll(_LOOK_EVERY_S):
        while_waiting()
    answer = connection.recv()
    if isinstance(answer, _Refusal):
        raise answer.kind(**answer.facts | {"path": path})
    if isinstance(answer, _Defect):
        raise _DefectMet(answer.text)
    arrays = {
        name: None if coming is None else _received_array(connection, coming) for name, coming in answer.arrays.items()
    }
    return Photo(**answer.fields | arrays | {"source": path})


def _received_array(connection: Connection, coming: _Coming) -> CodePixels:
    if coming.is_shared:
        return received_array(reduction.recv_handle(connection), coming.shape, coming.kind)
    array: CodePixels = np.empty(coming.shape, coming.kind)
    connection.recv_bytes_into(array.reshape(-1).view(np.uint8).data)
    return array


def _serve(connection: Connection, read: Read) -> None:
    """The decoder process: one path after the other, until nobody is there any more."""
    _keep_quiet()
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            path, whole = connection.recv()
            _answer(connection, path, whole, read)


def _keep_quiet() -> None:
    """Leave Ctrl-C to the program; leave no core file of a crash in the user's folder."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(connection: Connection, path: Path, whole: bool, read: Read) -> None:
    try:
        photo = read(path, whole=whole)
    except Mishap as mishap:
        connection.send(_Refusal(type(mishap), mishap.facts))
        return
    except Exception:
        connection.send(_Defect(traceback.format_exc()))
        return
    others = {field.name: getattr(photo, field.name) for field in fields(photo) if field.name not in _PIXELS}
    arrays = {name: getattr(photo, name) for name in _PIXELS}
    blocks = {name: None if array is None else block_of(array) for name, array in arrays.items()}
    coming = {name: None if array is None else _as_coming(array, blocks[name]) for name, array in arrays.items()}
    connection.send(_Facts(others, coming))
    for name, array in arrays.items():
        if array is not None:
            _send_array(connection, array, blocks[name])


def _as_coming(array: NDArray[Any], block: Block | None) -> _Coming:
    return _Coming(array.shape, array.dtype.str, block is not None)


def _send_array(connection: Connection, array: NDArray[Any], block: Block | None) -> None:
    if block is not None:
        reduction.send_handle(connection, block.descriptor, None)
    else:
        connection.send_bytes(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)

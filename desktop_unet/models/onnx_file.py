"""What an ONNX file says, read without any library for it, and refused where it would do harm.

Comes in: a file from anywhere. Goes out: its inputs, outputs and notes, once it is known that the file is whole, that
its numbers lie in it or beside it, that they fit into memory, and that no library of operators would have to be loaded.
Next on the road: ``engine/onnx_runner.py``.

Source: the protocol of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto; numbers of fields are its.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop_unet.errors import FileMissing, NetworkUnusable, NotAFile
from desktop_unet.phrases import Phrase

SUFFIX = ".onnx"
FILE_LIMIT_BYTES = 2 << 30
"""The protocol's own limit for one file."""
NUMBERS_LIMIT_BYTES = 4 << 30
"""All trained numbers together; the largest enlargers that people use have a fiftieth of it."""
FIELDS_LIMIT = 2_000_000
"""Parts of the description; a network of a thousand layers has some ten thousand."""

_MOST_SIDES = 64
"""Dimensions of one array."""
_DEEPEST = 16
"""Graphs within graphs."""
_KNOWN_DOMAINS = frozenset({"", "ai.onnx", "com.microsoft"})
"""Operators that are part of every onnxruntime."""
_FOREIGN_OPERATORS = frozenset({"EPContext"})
"""They are known, and name files to be loaded."""
_ITEM_BITS: Mapping[int, int] = {
    1: 32, 2: 8, 3: 8, 4: 16, 5: 16, 6: 32, 7: 64, 9: 8, 10: 16, 11: 64, 12: 32, 13: 64, 14: 64, 15: 128, 16: 16,
    17: 8, 18: 8, 19: 8, 20: 8, 21: 4, 22: 4, 23: 4,
}  # fmt: skip
"""Size of one number by the protocol's ``TensorProto.DataType``."""
_STRING = 8
_EXTERNAL = 1


@dataclass(frozen=True)
class Port:
    """An input or output.

    Args:
        name: of it.
        kind: of its numbers, as in ``TensorProto.DataType``: 1 is float32, 10 is float16.
        shape: its sides; None for one that is not fixed. Empty where nothing is said.
    """

    name: str
    kind: int
    shape: tuple[int | None, ...]


@dataclass(frozen=True)
class OnnxFile:
    """What was found in a file.

    Args:
        path: the file.
        inputs, outputs: of the whole network, without its trained numbers.
        notes: what the file says of itself, by key.
        has_files_beside: whether some of its numbers lie in other files of its folder.
    """

    path: Path
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    notes: Mapping[str, str]
    has_files_beside: bool


def read_onnx_file(path: Path) -> OnnxFile:
    """Look through an ONNX file.

    Raises:
        FileMissing, NotAFile: there is no such file.
        NetworkUnusable: it is cut short, no ONNX file, names files outside its folder, asks for too much memory or for
            operators of its own.
    """
    try:
        return _Reading(path).file(_contents(path))
    except _Broken as broken:
        raise NetworkUnusable(path=path, reason=Phrase("it is cut short, or not an ONNX file")) from broken
    except _TooMuch as endless:
        raise NetworkUnusable(path=path, reason=Phrase("it has more parts than any network needs")) from endless


def _contents(path: Path) -> memoryview:
    if not path.exists():
        raise FileMissing(path=path)
    if not path.is_file():
        raise NotAFile(path=path, what=Phrase("a folder or device"))
    try:
        if path.stat().st_size > FILE_LIMIT_BYTES:
            raise NetworkUnusable(path=path, reason=Phrase("no ONNX file is larger than 2 GiB"))
        return memoryview(path.read_bytes())
    except OSError as mistake:
        raise NetworkUnusable(path=path, reason=mistake.strerror or Phrase("it cannot be read")) from mistake


# --- the protocol ----------------------------------------------------------------------


class _Broken(Exception):
    """The bytes are not what the protocol allows."""


class _TooMuch(Exception):
    """There is more of it than any network needs."""


_Value = int | memoryview


class _Walk:
    """Messages taken apart, as many fields as a network may have: a file of nothing else would take hours."""

    def __init__(self) -> None:
        self._left = FIELDS_LIMIT

    def fields(self, message: memoryview) -> Iterator[tuple[int, _Value]]:
        """Number and value of each field: an integer, or the bytes of anything else."""
        place = 0
        while place < len(message):
            self._count()
            tag, place = _varint(message, place)
            number, wire = tag >> 3, tag & 7
            if wire == 0:
                value, place = _varint(message, place)
                yield number, value
                continue
            if wire == 2:
                length, place = _varint(message, place)
            elif wire in (1, 5):
                length = 8 if wire == 1 else 4
            else:
                raise _Broken
            if not number or length > len(message) - place:
                raise _Broken
            yield number, message[place : place + length]
            place += length

    def numbers(self, value: _Value) -> Iterator[int]:
        """One number, or several packed into one field."""
        if isinstance(value, int):
            yield _number(value)
            return
        place = 0
        while place < len(value):
            self._count()
            one, place = _varint(value, place)
            yield _number(one)

    def pair(self, message: memoryview) -> tuple[str, str]:
        """A ``StringStringEntryProto``."""
        key = text = ""
        for number, value in self.fields(message):
            if number == 1:
                key = _text(value)
            elif number == 2:
                text = _text(value)
        return key, text

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _TooMuch


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    """A number in groups of seven bits, and where the next thing begins."""
    value = 0
    for shift in range(0, 70, 7):
        if place >= len(message):
            raise _Broken
        byte = message[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
    raise _Broken


def _bytes(value: _Value) -> memoryview:
    if isinstance(value, int):
        raise _Broken
    return value


def _number(value: _Value) -> int:
    """A signed 64-bit integer."""
    if not isinstance(value, int):
        raise _Broken
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value


def _text(value: _Value) -> str:
    return str(bytes(_bytes(value)), "utf-8", "replace")


# --- what is in it ---------------------------------------------------------------------


@dataclass
class _Tensor:
    """Trained numbers, as far as they are described."""

    name: str = ""
    kind: int = 0
    sides: list[int] = field(default_factory=list)
    held_bytes: int = 0
    raw_bytes: int | None = None
    location: dict[str, str] = field(default_factory=dict)
    is_external: bool = False

    @property
    def declared_bytes(self) -> int:
        return -(-math.prod(self.sides) * _ITEM_BITS.get(self.kind, 8) // 8)


class _Reading:
    """One file being looked through; counts what belongs to all of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._walk = _Walk()
        self._declared_bytes = 0
        self._has_files_beside = False
        self._own_domains: set[str] = set()
        self._domains: set[str] = set()

    def file(self, model: memoryview) -> OnnxFile:
        """A ``ModelProto``."""
        fields = list(self._walk.fields(model))
        graphs = [_bytes(value) for number, value in fields if number == 7]
        if len(graphs) != 1 or not any(number == 8 for number, _ in fields):
            raise _Broken
        for number, value in fields:
            if number == 25:
                self._function(_bytes(value))
            elif number == 20:
                raise self._no_use(Phrase("it is for training, not for running"))
        inputs, outputs = self._graph(graphs[0], 0)
        foreign = self._domains - self._own_domains - _KNOWN_DOMAINS
        if foreign:
            raise self._no_use(
                Phrase("it needs custom operators ({domain}), whose libraries are never loaded", domain=min(foreign))
            )
        notes = dict(self._walk.pair(_bytes(value)) for number, value in fields if number == 14)
        return OnnxFile(self._path, inputs, outputs, notes, self._has_files_beside)

    def _function(self, message: memoryview) -> None:
        """A ``FunctionProto``: operators that the file itself makes of known ones."""
        for number, value in self._walk.fields(message):
            if number == 10:
                self._own_domains.add(_text(value))
            elif number == 7:
                self._node(_bytes(value), 1)
            elif number == 11:
                self._attribute(_bytes(value), 1)

    def _graph(self, message: memoryview, depth: int) -> tuple[tuple[Port, ...], tuple[Port, ...]]:
        """A ``GraphProto``: its inputs that are not trained numbers, and its outputs."""
        if depth > _DEEPEST:
            raise self._no_use(Phrase("its graphs are nested too deeply"))
        inputs, outputs, trained = [], [], set()
        for number, value in self._walk.fields(message):
            if number == 1:
                self._node(_bytes(value), depth)
            elif number == 5:
                trained.add(self._tensor(_bytes(value)).name)
            elif number == 15:
                trained.add(self._sparse_tensor(_bytes(value)))
            elif number == 11:
                inputs.append(_port(self._walk, _bytes(value)))
            elif number == 12:
                outputs.append(_port(self._walk, _bytes(value)))
        return tuple(port for port in inputs if port.name not in trained), tuple(outputs)

    def _node(self, message: memoryview, depth: int) -> None:
        """A ``NodeProto``."""
        for number, value in self._walk.fields(message):
            if number == 7:
                self._domains.add(_text(value))
            elif number == 4 and _text(value) in _FOREIGN_OPERATORS:
                raise self._no_use(Phrase("it loads further files"))
            elif number == 5:
                self._attribute(_bytes(value), depth)

    def _attribute(self, message: memoryview, depth: int) -> None:
        """An ``AttributeProto``: it may hold tensors and graphs."""
        for number, value in self._walk.fields(message):
            if number in (5, 10):
                self._tensor(_bytes(value))
            elif number in (6, 11):
                self._graph(_bytes(value), depth + 1)
            elif number in (22, 23):
                self._sparse_tensor(_bytes(value))

    def _sparse_tensor(self, message: memoryview) -> str:
        """A ``SparseTensorProto``: values and their places; counted as large as it is when it is filled up."""
        name, kind, sides = "", 0, []
        for number, value in self._walk.fields(message):
            if number == 1:
                tensor = self._tensor(_bytes(value))
                name, kind = tensor.name, tensor.kind
            elif number == 2:
                self._tensor(_bytes(value))
            elif number == 3:
                sides += list(self._walk.numbers(value))
        self._count(_Tensor(name, kind, sides))
        return name

    def _tensor(self, message: memoryview) -> _Tensor:
        """A ``TensorProto``."""
        tensor = _read_tensor(self._walk, message)
        self._count(tensor)
        if tensor.is_external or tensor.location:
            self._check_beside(tensor)
        elif tensor.kind != _STRING and not _holds_its_numbers(tensor):
            raise self._no_use(Phrase("its numbers do not fit its shapes"))
        return tensor

    def _count(self, tensor: _Tensor) -> None:
        if len(tensor.sides) > _MOST_SIDES or any(side < 0 for side in tensor.sides):
            raise _Broken
        self._declared_bytes += tensor.declared_bytes
        if self._declared_bytes > NUMBERS_LIMIT_BYTES:
            raise self._no_use(
                Phrase("it asks for {size} GB of memory", size=f"{self._declared_bytes / 1e9:.0f}"),
            )

    def _check_beside(self, tensor: _Tensor) -> None:
        """Numbers in another file: one of the same folder, and long enough."""
        named = tensor.location.get("location", "")
        folder = self._path.resolve().parent
        file = (folder / named).resolve()
        if not named or Path(named).is_absolute() or not file.is_relative_to(folder):
            raise self._no_use(Phrase("it names a file outside its folder, {file}", file=named))
        if not file.is_file():
            raise self._no_use(Phrase("its file {file} is missing", file=named))
        try:
            offset = int(tensor.location.get("offset") or 0)
            length = int(tensor.location.get("length") or tensor.declared_bytes)
        except ValueError:
            raise _Broken from None
        if offset < 0 or length < tensor.declared_bytes or offset + length > file.stat().st_size:
            raise self._no_use(Phrase("its file {file} is cut short", file=named))
        self._has_files_beside = True

    def _no_use(self, reason: Phrase) -> NetworkUnusable:
        return NetworkUnusable(path=self._path, reason=reason)


def _read_tensor(walk: _Walk, message: memoryview) -> _Tensor:
    tensor = _Tensor()
    for number, value in walk.fields(message):
        if number == 1:
            tensor.sides += list(walk.numbers(value))
        elif number == 2:
            tensor.kind = _number(value)
        elif number == 8:
            tensor.name = _text(value)
        elif number == 9:
            tensor.raw_bytes = len(_bytes(value))
        elif number == 13:
            key, text = walk.pair(_bytes(value))
            tensor.location[key] = text
        elif number == 14:
            tensor.is_external = _number(value) == _EXTERNAL
        elif number in (4, 5, 7, 10, 11):
            tensor.held_bytes += 1 if isinstance(value, int) else len(value)
    return tensor


def _holds_its_numbers(tensor: _Tensor) -> bool:
    """Whether the file has at least as many bytes of them as their count needs: packed integers take one or more."""
    if tensor.raw_bytes is not None:
        return tensor.raw_bytes == tensor.declared_bytes
    least = {1: 4, 11: 8, 14: 8, 15: 16}.get(tensor.kind, 1)
    count = math.prod(tensor.sides)
    return tensor.held_bytes >= (count // 8 if _ITEM_BITS.get(tensor.kind) == 4 else count * least)


def _port(walk: _Walk, message: memoryview) -> Port:
    """A ``ValueInfoProto``; what is no tensor has no shape and kind 0."""
    name, kind = "", 0
    shape: tuple[int | None, ...] = ()
    for number, value in walk.fields(message):
        if number == 1:
            name = _text(value)
        elif number == 2:
            kind, shape = _tensor_type(walk, _bytes(value))
    return Port(name, kind, shape)


def _tensor_type(walk: _Walk, message: memoryview) -> tuple[int, tuple[int | None, ...]]:
    """A ``TypeProto``: kind of the numbers, and their shape."""
    kind, sides = 0, []
    for number, value in walk.fields(message):
        for inner, part in walk.fields(_bytes(value)) if number == 1 else ():
            if inner == 1:
                kind = _number(part)
            elif inner == 2:
                sides = [_side(walk, _bytes(side)) for which, side in walk.fields(_bytes(part)) if which == 1]
    return kind, tuple(sides)


def _side(walk: _Walk, message: memoryview) -> int | None:
    """A ``Dimension``: its value, or None where it has none or only a name."""
    for number, value in walk.fields(message):
        if number == 1:
            side = _number(value)
            return side if side > 0 else None
    return None

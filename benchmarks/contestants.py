"""Who takes part in a benchmark: our networks, the classic kernels, and models that a user points at.

Comes in: what was asked for on the command line. Goes out: a ``Contestant`` per row of the table, as
plain values, so that each can be sent to a process of its own. Knows no torch and no peer's library.
Next: ``contest.py`` measures one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

Kind = Literal["resize", "ours", "dnn_superres", "onnx", "ncnn"]
SuperresName = Literal["edsr", "espcn", "fsrcnn", "lapsrn"]

OUR_CARDS = ("upscale-skip", "upscale-no-skip")
OUR_PRECISIONS = ("bf16", "fp32")
KERNELS = ("bicubic", "lanczos")


@dataclass(frozen=True)
class Contestant:
    """One row.

    Args:
        name: for the table.
        kind: how it is opened.
        precision: what it is asked to compute in; peers say it themselves once they are open.
        scale: the only one it enlarges by; None where it has several, or where its graph has to tell.
        source: name of a kernel or a card, or a file.
        second: the second file of an ncnn model.
    """

    name: str
    kind: Kind
    source: str
    precision: str = "fp32"
    scale: int | None = None
    second: str = ""


def contestants(
    cards: Sequence[str],
    onnx: Sequence[str] = (),
    ncnn: Sequence[Sequence[str]] = (),
    superres: Sequence[str] = (),
) -> Iterator[Contestant]:
    """Everybody who was asked for, in the order of the table.

    Args:
        cards: names or files of our networks; each runs in bf16 and in fp32.
        onnx: ``FILE`` or ``FILE:SCALE``.
        ncnn: pairs of a ``.param`` and a ``.bin`` file.
        superres: models of OpenCV's ``dnn_superres``.
    """
    for kernel in KERNELS:
        yield Contestant(kernel, "resize", kernel)
    for card in cards:
        for precision in OUR_PRECISIONS:
            yield Contestant(Path(card).stem, "ours", _full(card), precision)
    for text in superres:
        yield Contestant(Path(text).stem, "dnn_superres", _full(text), scale=scale_in_name(text))
    for text in onnx:
        file, scale = split_scale(text)
        yield Contestant(Path(file).stem, "onnx", _full(file), scale=scale)
    for parameters, weights in ncnn:
        yield Contestant(Path(parameters).stem, "ncnn", _full(parameters), second=_full(weights))


def _full(text: str) -> str:
    """A file's whole path, since processes may run elsewhere; names of cards stay."""
    path = Path(text)
    return str(path.resolve()) if path.exists() or path.name != text else text


def split_scale(text: str) -> tuple[str, int | None]:
    """``model.onnx:4`` as file and scale; without one the model's graph has to tell."""
    found = re.fullmatch(r"(.+):(\d+)", text)
    return (found[1], int(found[2])) if found else (text, None)


def scale_in_name(text: str) -> int | None:
    """The scale that a file is named after: ``EDSR_x4.pb``, ``LapSRN-2x.pb``; None where it is not."""
    found = re.search(r"(?:[^a-z]|^)(?:x(\d)|(\d)x)(?![a-z0-9])", Path(text).stem.lower())
    return int(found[1] or found[2]) if found else None


def superres_name(text: str) -> SuperresName | None:
    """The network that OpenCV is to expect, from the file's name: ``FSRCNN-small_x3.pb`` is ``fsrcnn``."""
    stem = Path(text).stem.lower()
    return next((name for name in get_args(SuperresName) if name in stem), None)

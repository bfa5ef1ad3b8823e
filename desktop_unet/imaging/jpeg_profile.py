"""The colour profile of a JPEG whose pieces libvips puts together wrongly: numbered from 0, or out of order.

Comes in: a JPEG file. Goes out: its profile, for ``colour``.

Source: ICC.1:2022, annex B.4 (embedding in JPEG: pieces numbered from 1, in any order).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_PIECE = b"ICC_PROFILE\0"
_APP2, _SCAN = 0xE2, 0xDA
_STANDALONE = range(0xD0, 0xD9)
_NUMBERS_BYTES = 2


def profile_in_pieces(path: Path) -> bytes | None:
    """The profile put together by the pieces' numbers; None where there are fewer than two pieces."""
    with path.open("rb") as file:
        pieces = [(piece[len(_PIECE)], piece[len(_PIECE) + _NUMBERS_BYTES :]) for piece in _pieces(file)]
    if len(pieces) < 2:
        return None
    if len({number for number, _ in pieces}) == len(pieces):
        pieces.sort(key=lambda piece: piece[0])
    return b"".join(content for _, content in pieces)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """What the segments of the profile hold, in the order of the file, up to the first scan."""
    file.seek(2)
    while (head := file.read(4))[:1] == b"\xff" and len(head) == 4:
        marker, length = head[1], int.from_bytes(head[2:], "big")
        if marker == _SCAN or marker in _STANDALONE or length < 2:
            return
        if marker != _APP2:
            file.seek(length - 2, 1)
            continue
        content = file.read(length - 2)
        if content.startswith(_PIECE) and len(content) >= len(_PIECE) + _NUMBERS_BYTES:
            yield content

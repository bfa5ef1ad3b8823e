"""What results of a batch are called.

Comes in: a pattern such as ``{stem}-x4{suffix}`` and a photo's place. Goes out: the result's place.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from pathlib import Path, PurePath

from desktop_unet.errors import FormatLossy, NamePatternWrong
from desktop_unet.imaging.formats import WRITABLE_SUFFIXES, format_of_suffix

_FIELDS = ("stem", "suffix")
_FALLBACK = ".png"


@dataclass(frozen=True)
class Naming:
    """How results are named.

    Args:
        pattern: with ``{stem}`` and ``{suffix}``.
        suffix: of every result, with its dot; None keeps the photo's own where that can be written, else takes PNG.
        lossless: refuses formats that lose something in any case.
    """

    pattern: str = "{stem}{suffix}"
    suffix: str | None = None
    lossless: bool = False

    def check(self) -> None:
        """Raises NamePatternWrong: the pattern is none, or gives all photos the same name."""
        try:
            parts = list(string.Formatter().parse(self.pattern))
        except ValueError:
            raise NamePatternWrong(pattern=self.pattern) from None
        fields = [name for _, name, spec, conversion in parts if name is not None and not spec and not conversion]
        asked = sum(name is not None for _, name, _, _ in parts)
        if len(fields) < asked or not set(fields) <= set(_FIELDS) or "stem" not in fields or _has_folders(self.pattern):
            raise NamePatternWrong(pattern=self.pattern)

    def place_for(self, place: PurePath) -> PurePath:
        """Where the result of the photo at ``place`` goes, below the output's folder.

        Raises:
            FormatUnknown: its suffix is of no format that is written.
            FormatLossy: it is of one that is not lossless, although that is wanted.
        """
        own = place.suffix if place.suffix.lower() in WRITABLE_SUFFIXES else _FALLBACK
        named = place.with_name(self.pattern.format(stem=place.stem, suffix=self.suffix or own))
        format_ = format_of_suffix(Path(named))
        if self.lossless and not format_.can_be_lossless:
            raise FormatLossy(path=named, format=format_.name)
        return named


def _has_folders(pattern: str) -> bool:
    return any(mark in pattern for mark in ("/", "\\", "\0"))

"""What is said of a file of which only a part could be read, and whether that part shows anything."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from desktop_unet.phrases import Phrase


def read_as_far_as_it_goes(reason: object) -> Phrase:
    """The note on a file of which only a part could be read."""
    return Phrase(
        "The file is damaged or cut short ({reason}): it was read as far as it goes, the rest is missing.",
        reason=reason,
    )


def is_flat(decoded: NDArray[Any]) -> bool:
    """Whether all pixels of (H, W) or (H, W, channels) are equal."""
    return bool((decoded == decoded[:1, :1]).all())

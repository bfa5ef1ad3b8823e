"""The libvips library, set up once for photos of unknown origin and little memory.

Loaded at the first photo only, so that the window and ``--help`` come up without it.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

_THREADS = "2"


@cache
def libvips() -> Any:
    """The ``pyvips`` module (it has no type annotations).

    Nothing is cached between photos, since a file may have changed under the same name;
    loaders for untrusted content stay off; warnings do not reach the terminal.
    """
    os.environ.setdefault("VIPS_CONCURRENCY", _THREADS)
    os.environ.setdefault("VIPS_WARNING", "1")
    import pyvips

    pyvips.cache_set_max(0)
    pyvips.block_untrusted_set(True)
    return pyvips


def reason(error: Exception) -> str:
    """What a codec complains of, as part of a sentence."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith("unable to ")] or lines or [type(error).__name__]
    return telling[0].rpartition(": ")[2].strip(" .")[:100]

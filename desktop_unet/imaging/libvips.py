"""The libvips library, set up once for photos of unknown origin and little memory.

Loaded at the first photo only, so that the window and ``--help`` come up without it.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from desktop_unet.phrases import Phrase

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


def clear_complaints() -> None:
    """Forget what libvips complained of without failing; it would turn up in a later error."""
    libvips().vips_lib.vips_error_clear()


def field(image: Any, name: str, default: Any) -> Any:
    """A field of an image's header, ``default`` where there is none."""
    return image.get(name) if image.get_typeof(name) else default


def reason(error: Exception) -> str:
    """What a codec complains of, as part of a sentence."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    of_system = [line for line in lines if line.startswith(("system error: ", "unix error: "))]
    telling = of_system or [line for line in lines if not line.startswith("unable to ")]
    if not telling:
        return Phrase("its decoder gave up")
    return telling[0].rpartition(": ")[2].strip(" .")[:100]

"""The verb ``self-check``: the sample through every packed network, and what it ran on."""

from __future__ import annotations

import platform
import time

from desktop_unet import __version__
from desktop_unet.cli import options as given
from desktop_unet.cli.console import peak_rss_mib, print_json, progress_bar, say, verb
from desktop_unet.cli.running import load_torch


@verb
def self_check(running: given.OnDevice, telling: given.Telling) -> None:
    """Restore a built-in sample with every packed network and print what it ran on."""
    started = time.monotonic()
    choices = running.choices()
    load_torch()
    from desktop_unet.evaluation.self_check import check_networks, check_weights

    with progress_bar(shown=telling.shows_progress) as report:
        files = check_weights()
        checks = check_networks(choices, report)
    facts = {
        "ok": True,
        "seconds": round(time.monotonic() - started, 3),
        "peak_rss_mib": peak_rss_mib(),
        "device": checks[0].result.device,
        "precision": checks[0].result.precision,
        "weights_files": files,
        "versions": _versions(),
        "checks": [
            {"card": check.card, "figure": check.figure, "seconds": round(check.result.seconds, 3)} for check in checks
        ],
        "notes": tuple(dict.fromkeys(note for check in checks for note in check.result.notes)),
    }
    if telling.json:
        print_json(facts)
    elif not telling.quiet:
        for name, version in _versions().items():
            say(f"{name} {version}")
        say(f"{files} weights files are intact; ran on {facts['device']} in {facts['precision']}")
        for check in checks:
            say(f"{check.card}: {check.figure}, {check.result.seconds:.2f} s")
        say(f"all is well, {facts['seconds']:.1f} s")


def _versions() -> dict[str, str]:
    import numpy
    import PIL
    import torch

    return {
        "desktop-unet": __version__,
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": numpy.__version__,
        "pillow": PIL.__version__,
        "system": platform.platform(),
    }

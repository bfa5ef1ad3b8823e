"""Texts by which a Linux desktop knows the program: desktop file, metainfo, manual, completions.

The files beside this one are templates; what they leave open (``@NAME@``) comes from the program itself.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
COMPLETION_FILES = {
    "bash": "bash-completion/completions/desktop-unet",
    "zsh": "zsh/vendor-completions/_desktop-unet",
    "fish": "fish/vendor_completions.d/desktop-unet.fish",
}


def desktop_file() -> str:
    """The entry in menus, with every type of photo that is read."""
    from shipping.platforms import PHOTO_TYPES

    return _filled("desktop-unet.desktop", MIME_TYPES="".join(f"{kind};" for _, _, kind in PHOTO_TYPES))


def metainfo(version: str, date: str) -> str:
    """What software centres show."""
    return _filled("org.desktop_unet.DesktopUNet.metainfo.xml", VERSION=version, DATE=date)


def manual(version: str, date: str) -> str:
    """The man page, with every verb and its summary from the program's own help."""
    import typer.main

    from desktop_unet.cli.app import make_app

    verbs = typer.main.get_command(make_app()).commands  # type: ignore[attr-defined]
    rows = [f".TP\n.B {_roff(name)}\n{_roff(verb.get_short_help_str(120))}" for name, verb in verbs.items()]
    return _filled("desktop-unet.1", VERSION=version, DATE=date, VERBS="\n".join(rows))


def completions(program: Path) -> dict[str, str]:
    """Completion scripts by their place under share/, as the packed program writes them."""
    texts = {}
    for shell, place in COMPLETION_FILES.items():
        environment = {**os.environ, "_DESKTOP_UNET_COMPLETE": f"source_{shell}"}
        answer = subprocess.run([program], env=environment, capture_output=True, text=True, check=True, timeout=120)
        texts[place] = answer.stdout.lstrip("\n")
    return texts


def _filled(name: str, **values: str) -> str:
    text = (HERE / name).read_text("utf-8")
    for key, value in values.items():
        assert f"@{key}@" in text, f"{name} leaves no room for {key}"
        text = text.replace(f"@{key}@", value)
    return text


def _roff(text: str) -> str:
    return text.replace("\\", "\\\\").replace("-", "\\-")

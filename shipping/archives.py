"""The folder in one file: a compressed .tar, and a self-extracting .run.

Comes in: the packed folder. Goes out: archives whose bytes depend on the folder, the version and the date alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

STEADY = ("--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu")
"""Options of tar by which the same files make the same archive, whoever packs them."""


@dataclass(frozen=True)
class Compressor:
    """What makes archives small.

    Args:
        suffix: of the file that comes out, as in ``.xz``.
        command: compresses its input.
    """

    suffix: str
    command: str


def make_tar(folder: Path, target: Path, epoch: int, compressor: Compressor) -> None:
    """A compressed .tar of the folder under its own name, symbolic links kept.

    Args:
        folder: what goes in.
        target: the file to write.
        epoch: seconds since 1970 that everything in it is dated.
        compressor: makes it small.
    """
    command = ["tar", *STEADY, f"--mtime=@{epoch}", f"--use-compress-program={compressor.command}", "-cf", str(target)]
    subprocess.run([*command, "-C", str(folder.parent), folder.name], check=True)


def make_self_extracting(folder: Path, target: Path, version: str, epoch: int, compression: tuple[str, ...]) -> None:
    """A shell script that unpacks the folder where it is told to (``--target``) or beside itself."""
    date = datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d %H:%M:%S")
    options = [*compression, "--nomd5", "--nocrc", "--sha256", "--nox11", "--notemp", "--tar-quietly"]
    options += ["--packaging-date", date, "--target", folder.name, "--tar-format", "gnu"]
    options += ["--tar-extra", " ".join((*STEADY[:-1], f"--mtime=@{epoch}"))]
    label = f"Desktop UNet {version}"
    command = ["makeself", "--quiet", *options, str(folder), str(target), label, "./after-unpacking.sh"]
    # The script is part of what is packed, so it lies in the folder for as long as that takes.
    script = folder / "after-unpacking.sh"
    shutil.copyfile(Path(__file__).parent / "linux/after-unpacking.sh", script)
    script.chmod(0o755)
    os.utime(script, (epoch, epoch))
    try:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C"})
    finally:
        script.unlink()
        os.utime(folder, (epoch, epoch))

"""The three things that are shipped, brought into the root as a user would.

Comes in: the files in ``dist/`` and a root. Goes out: programs to try, and sentences; or ``ProofFailed``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from shipping.proof.program import Program
from shipping.proof.root import ProofFailed, Root

NAME = "desktop-unet"
HOME = f"/usr/lib/{NAME}"
GONE, NEW = "LICENSE", "new-in-this-version.txt"


def unpack_tar(archive: Path, desk: Path, root: Root) -> Program:
    """The program as a user unpacks it, into his own folder."""
    place = desk / "unpacked"
    place.mkdir()
    subprocess.run(["tar", "-xf", str(archive), "-C", str(place)], check=True)
    return Program("the unpacked program", (str(place / NAME / NAME),), desk, root)


def check_self_extracting(archive: Path, desk: Path, root: Root) -> str:
    """The .run unpacks the same files into the folder that it is told, and says where they are."""
    shutil.copyfile(archive, desk / archive.name)
    place = desk / "extracted"
    words = ["sh", str(desk / archive.name), "--target", str(place), "--quiet"]
    ended = subprocess.run(root.command(words, desk, {}), capture_output=True, text=True, timeout=300)
    if ended.returncode:
        raise ProofFailed(f"{archive.name} ended with {ended.returncode}: {ended.stderr[-300:]}")
    program = Program("the extracted program", (str(place / NAME),), desk, root)
    version = program.must(["--version"]).out.strip()
    lost = _names(desk / "unpacked" / NAME) - _names(place)
    if lost:
        raise ProofFailed(f"{archive.name} lacks {sorted(lost)[:3]}")
    shutil.rmtree(place)
    (desk / archive.name).unlink()
    return f"unpacks itself; {version}"


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def install_needs(package: Path, root: Root) -> str:
    """What the .deb depends on, from Debian's mirror; nothing else is installed (xz for the .run apart)."""
    needs = re.sub(r" *\([^)]*\)", "", _field(package, "Depends")).split(", ")
    root.administer("apt-get", "update", "-qq")
    root.administer("apt-get", "install", "-y", "-qq", "--no-install-recommends", *needs, "xz-utils")
    return ", ".join(needs)


def install(package: Path, root: Root, desk: Path) -> Program:
    """Install a .deb; dpkg refuses it where something that it depends on is not there."""
    shutil.copyfile(package, root.folder / "tmp" / package.name)
    root.administer("dpkg", "-i", f"/tmp/{package.name}")
    (root.folder / "tmp" / package.name).unlink()
    return Program("the installed program", (NAME,), desk, root)


def check_upgrade(package: Path, root: Root, work: Path) -> str:
    """The next version replaces this one: what it no longer has is gone, what is new is there."""
    layout, newer = work / "newer", work / "newer.deb"
    shutil.rmtree(layout, ignore_errors=True)
    subprocess.run(["dpkg-deb", "-R", str(package), str(layout)], check=True)
    control = layout / "DEBIAN/control"
    version = _field(package, "Version")
    control.write_text(control.read_text("utf-8").replace(f"Version: {version}", f"Version: {version}+next"), "utf-8")
    (layout / HOME[1:] / GONE).unlink()
    (layout / HOME[1:] / NEW).write_text("new\n", "utf-8")
    subprocess.run(
        ["dpkg-deb", "-Znone", "--root-owner-group", "-b", str(layout), str(newer)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.rmtree(layout)
    install(newer, root, work)
    newer.unlink()
    home = root.folder / HOME[1:]
    if (home / GONE).exists() or not (home / NEW).exists():
        raise ProofFailed("the upgrade left old files or brought no new ones")
    return f"{version} to {version}+next"


def check_removal(root: Root, before: set[str]) -> str:
    """After purging, the root is as it was before the installation."""
    root.administer("dpkg", "--purge", NAME)
    left, lost = root.files() - before, before - root.files()
    if left or lost:
        raise ProofFailed(f"removal left {sorted(left)[:5]} and took {sorted(lost)[:5]}")
    return "nothing is left"


def check_lint(package: Path) -> str:
    """lintian finds no error."""
    command = ["lintian", "--fail-on", "error", "--display-level", "warning", "--allow-root", str(package)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if ended.returncode:
        raise ProofFailed(f"lintian: {ended.stdout[-1500:]}{ended.stderr[-300:]}")
    warnings = [line for line in ended.stdout.splitlines() if line.startswith("W:")]
    return f"no errors, {len(warnings)} warnings" + "".join(f"; {line}" for line in warnings[:5])


def _field(package: Path, name: str) -> str:
    answer = subprocess.run(["dpkg-deb", "-f", str(package), name], capture_output=True, text=True, check=True)
    return answer.stdout.strip()

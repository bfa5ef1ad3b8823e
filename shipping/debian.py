"""The .deb: the packed folder, and all by which a Debian desktop knows a program.

Comes in: the packed folder and the texts in shipping/linux. Goes out: a .deb whose bytes depend on nothing but
these, the version and the date.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shlex
import shutil
import subprocess
import textwrap
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from shipping.archives import Compressor
from shipping.contents import REPOSITORY
from shipping.elf import WAYLAND, needed_packages
from shipping.linux import completions, desktop_file, manual, metainfo
from shipping.platforms import draw_icons

NAME = "desktop-unet"
HOME = Path("usr/lib") / NAME
MAINTAINER = "Desktop UNet authors <desktop-unet@users.noreply.invalid>"
SUMMARY = "enlarge photos and repair them with small neural networks"
DESCRIPTION = """\
Desktop UNet makes photos two, three, four or eight times larger, cleans up noise and JPEG damage, and fills \
scratches and holes that are painted over. Every network comes with and without skip connections, so that one \
can see what these are worth.
.
Everything is computed on this machine; no network connection is opened. Python, PyTorch and Qt are inside."""
FONT = "fontconfig-config"
"""Where fonts are, and with it one font at least; without any, labels are empty boxes."""


def make_deb(folder: Path, target: Path, version: str, epoch: int, work: Path, compressor: Compressor) -> None:
    """Write a .deb.

    Args:
        folder: the packed program.
        target: the file to write.
        version: the program's.
        epoch: seconds since 1970 that everything in it is dated.
        work: an empty folder to lay it out in.
        compressor: makes both halves of it small; dpkg knows .xz and .zst.
    """
    _lay_out_program(folder, work)
    _lay_out_desktop(work, version, epoch, folder / NAME)
    _lay_out_documents(work, version, epoch)
    _write_control(work, version, needed_packages(folder))
    date_files(work, epoch)
    assemble(work, target, epoch, compressor)


def assemble(work: Path, target: Path, epoch: int, compressor: Compressor) -> None:
    """dpkg-deb checks and packs, but its xz has no filter for machine code: it only packs, and ar puts both halves
    together as dpkg-deb does (deb(5))."""
    parts = work.with_name("parts")
    shutil.rmtree(parts, ignore_errors=True)
    parts.mkdir()
    loose = parts / "loose.deb"
    command = ["dpkg-deb", "-Znone", "--root-owner-group", "--build", str(work), str(loose)]
    subprocess.run(command, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}, stdout=subprocess.DEVNULL)
    (parts / "debian-binary").write_text("2.0\n")
    members = ["debian-binary"]
    for name, half in (("control", "--ctrl-tarfile"), ("data", "--fsys-tarfile")):
        members.append(f"{name}.tar{compressor.suffix}")
        packing = ["bash", "-o", "pipefail", "-c", f"dpkg-deb {half} {shlex.quote(str(loose))} | {compressor.command}"]
        with (parts / members[-1]).open("wb") as file:
            subprocess.run(packing, check=True, stdout=file)
    target.unlink(missing_ok=True)
    subprocess.run(["ar", "qcDS", str(target.resolve()), *members], cwd=parts, check=True)
    shutil.rmtree(parts)


def date_files(folder: Path, epoch: int) -> None:
    """Date every file and folder in it alike, and let everybody read them."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)
    folder.chmod(0o755)
    os.utime(folder, (epoch, epoch))


def _lay_out_program(folder: Path, work: Path) -> None:
    shutil.copytree(folder, work / HOME, symlinks=True, copy_function=os.link)
    link = work / "usr/bin" / NAME
    link.parent.mkdir(parents=True)
    link.symlink_to(Path("../lib") / NAME / NAME)


def _lay_out_desktop(work: Path, version: str, epoch: int, program: Path) -> None:
    date = datetime.fromtimestamp(epoch, UTC).date().isoformat()
    share = work / "usr/share"
    _write(share / "applications" / f"{NAME}.desktop", desktop_file())
    _write(share / "metainfo" / "org.desktop_unet.DesktopUNet.metainfo.xml", metainfo(version, date))
    _write_packed(share / "man/man1" / f"{NAME}.1.gz", manual(version, date))
    for place, text in completions(program).items():
        _write(share / place, text)
    icons = share / "icons/hicolor"
    for size, picture in draw_icons(work.parent / "icons").items():
        _copy(picture, icons / f"{size}x{size}/apps/{NAME}.png")
    _copy(REPOSITORY / "resources/icons/app.svg", icons / f"scalable/apps/{NAME}.svg")


def _lay_out_documents(work: Path, version: str, epoch: int) -> None:
    documents = work / "usr/share/doc" / NAME
    date = format_datetime(datetime.fromtimestamp(epoch, UTC))
    entry = f"{NAME} ({version}) stable; urgency=medium\n\n  * What has changed is told in NEWS.gz.\n\n"
    _write_packed(documents / "changelog.gz", f"{entry} -- {MAINTAINER}  {date}\n")
    _write_packed(documents / "NEWS.gz", (REPOSITORY / "CHANGELOG.md").read_text("utf-8"))
    licence = (REPOSITORY / "LICENSE").read_text("utf-8")
    others = f"Parts that others made: see /{HOME}/THIRD-PARTY-NOTICES.txt"
    _write(documents / "copyright", f"Desktop UNet\n\n{licence}\n{others}\n")
    _copy(REPOSITORY / "shipping/linux/lintian-overrides", work / "usr/share/lintian/overrides" / NAME)


def _write_control(work: Path, version: str, depends: list[str]) -> None:
    sums, size = [], 0
    for path in sorted(work.rglob("*")):
        if path.is_file() and not path.is_symlink():
            sums.append(
                f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(work)}"
            )
            size += path.stat().st_size
    wrapped = [line for part in DESCRIPTION.split("\n") for line in textwrap.wrap(part, 78)]
    fields = {
        "Package": NAME,
        "Version": version,
        "Architecture": "amd64",
        "Maintainer": MAINTAINER,
        "Installed-Size": str(size // 1024),
        "Depends": ", ".join([*depends, FONT]),
        "Recommends": ", ".join(sorted(WAYLAND.values())),
        "Section": "graphics",
        "Priority": "optional",
        "Description": "\n ".join([SUMMARY, *wrapped]),
    }
    _write(work / "DEBIAN/control", "".join(f"{name}: {value}\n" for name, value in fields.items()))
    _write(work / "DEBIAN/md5sums", "\n".join(sums) + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _write_packed(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)

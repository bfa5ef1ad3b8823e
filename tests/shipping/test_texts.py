"""What goes along with the program: notices, bill of materials, desktop entry, manual."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from desktop_unet.cli import VERBS
from desktop_unet.imaging.formats import READABLE_SUFFIXES
from shipping import linux, notices, platforms, sizes
from shipping.archives import Compressor, make_tar
from shipping.debian import assemble, date_files
from shipping.make import TIGHT
from shipping.notices import TextMissing
from shipping.origins import OriginUnknown, Part, find_parts
from shipping.sbom import write_sbom
from shipping.twice import differences


@pytest.fixture
def parts(tmp_path: Path) -> list[Part]:
    text, other = tmp_path / "LICENSE", tmp_path / "COPYING"
    text.write_text("Do what you like.\n", "utf-8")
    other.write_text("Do what you like.", "utf-8")
    return [
        Part("debian", "libone0", "1:1.0-2", "", (other,), 1),
        Part("pypi", "two", "2.0", "MIT", (text,), 7),
        Part("python", "python", "3.11.2", "PSF-2.0", (text,), 100),
    ]


def test_every_part_is_named_and_every_text_stands_once(parts: list[Part]) -> None:
    text = notices.write_notices(parts)
    assert all(part.name in text and part.version in text for part in parts)
    assert text.count("Do what you like.") == 1
    assert "libone0, two, python" in text


def test_a_part_without_a_licence_text_is_not_shipped(parts: list[Part]) -> None:
    mute = Part("pypi", "mute", "1.0", "MIT", (), 1)
    with pytest.raises(TextMissing, match="mute"):
        notices.write_notices([*parts, mute])


def test_a_file_of_unknown_origin_is_not_shipped(tmp_path: Path) -> None:
    stray = tmp_path / "stray.so"
    stray.write_bytes(b"\x7fELF")
    with pytest.raises(OriginUnknown, match=r"stray\.so"):
        find_parts([stray])


def test_files_are_traced_to_those_who_made_them(repository: Path) -> None:
    import numpy
    import typer

    found = {part.name: part for part in find_parts([Path(numpy.__file__), Path(typer.__file__), Path(json.__file__)])}
    assert set(found) == {"numpy", "typer", "python", "pyinstaller"}
    assert found["numpy"].version == numpy.__version__
    assert all(part.texts for part in found.values())
    assert find_parts([repository / "desktop_unet" / "__main__.py"]) == [found["pyinstaller"]]


def test_the_bill_names_every_part_and_is_the_same_twice(parts: list[Part]) -> None:
    bill = write_sbom(parts, "1.2.3", 1_700_000_000)
    assert bill == write_sbom(list(reversed(parts))[::-1], "1.2.3", 1_700_000_000)
    facts = json.loads(bill)
    assert facts["bomFormat"] == "CycloneDX"
    assert facts["metadata"]["component"]["version"] == "1.2.3"
    assert {part["purl"] for part in facts["components"]} == {
        "pkg:deb/debian/libone0@1:1.0-2",
        "pkg:pypi/two@2.0",
        "pkg:generic/python@3.11.2",
    }


def test_the_manual_names_every_verb() -> None:
    text = linux.manual("1.2.3", "2026-01-02").replace("\\-", "-")
    assert all(f".B {verb}\n" in text for verb in VERBS)
    assert "@" not in text


def test_the_desktop_offers_every_format_that_is_read() -> None:
    offered = {f".{suffix}" for _, suffixes, _ in platforms.PHOTO_TYPES for suffix in suffixes}
    assert offered <= set(READABLE_SUFFIXES)
    firsts = {".jpg", ".png", ".tif", ".webp", ".avif", ".gif", ".bmp", ".jp2", ".ppm"}
    assert firsts <= offered


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-utils not installed")
def test_the_desktop_entry_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "desktop-unet.desktop"
    path.write_text(linux.desktop_file(), "utf-8")
    ended = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (0, "")


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="appstream not installed")
def test_the_metainfo_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "org.desktop_unet.DesktopUNet.metainfo.xml"
    path.write_text(linux.metainfo("1.2.3", "2026-01-02"), "utf-8")
    ended = subprocess.run(["appstreamcli", "validate", "--no-net", path], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout


def test_a_package_over_its_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "large").write_bytes(bytes(1_100_000))
    (tmp_path / "link").symlink_to("large")
    assert sizes.folder_size(tmp_path) == 1_100_000
    sizes.check_unpacked(tmp_path)
    monkeypatch.setattr(sizes, "UNPACKED_LIMIT_MB", 1)
    with pytest.raises(sizes.TooLarge, match=r"1\.1 MB, over 1 MB"):
        sizes.check_unpacked(tmp_path)


def test_what_differs_between_two_builds_is_named(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "same").write_text("same")
        (folder / "bytes").write_text(folder.name)
        (folder / "link").symlink_to("same" if folder is one else "bytes")
        for path in folder.iterdir():
            os.utime(path, (1_700_000_000, 1_700_000_000), follow_symlinks=False)
    (one / "mine").write_text("")
    (other / "yours").write_text("")
    os.utime(other / "same", (1_700_000_100, 1_700_000_100))
    assert differences(one, other) == [
        "only in the first: mine",
        "only in the second: yours",
        "other bytes: bytes",
        "links elsewhere: link",
        "other rights or date: same",
    ]
    assert differences(one, one) == []


@pytest.mark.skipif(shutil.which("zstd") is None, reason="zstd not installed")
def test_the_same_files_make_the_same_archive(tmp_path: Path) -> None:
    archives = []
    for number, order in enumerate(("ab", "ba")):
        folder = tmp_path / str(number) / "program"
        folder.mkdir(parents=True)
        for name in order:
            (folder / name).write_text(name)
        (folder / "link").symlink_to("a")
        archives.append(tmp_path / f"{number}.tar.zst")
        make_tar(folder, archives[-1], 1_700_000_000, Compressor(".zst", "zstd -q -3"))
    assert archives[0].read_bytes() == archives[1].read_bytes()


@pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in ("dpkg-deb", "ar", "xz")), reason="Debian's tools are not installed"
)
def test_debian_unpacks_a_deb_whose_compressor_knows_machine_code(tmp_path: Path) -> None:
    layout = tmp_path / "layout"
    (layout / "DEBIAN").mkdir(parents=True)
    fields = {"Package": "trial", "Version": "1", "Architecture": "all", "Maintainer": "Nobody <no@body.invalid>"}
    text = "".join(f"{name}: {value}\n" for name, value in fields.items()) + "Description: a trial\n"
    (layout / "DEBIAN/control").write_text(text)
    (layout / "usr").mkdir()
    (layout / "usr/code").write_bytes(Path("/bin/sh").read_bytes())
    (layout / "usr/link").symlink_to("code")
    date_files(layout, 1_700_000_000)
    packages = [tmp_path / "one.deb", tmp_path / "two.deb"]
    for package in packages:
        assemble(layout, package, 1_700_000_000, TIGHT.whole)
    assert packages[0].read_bytes() == packages[1].read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["layout", "one.deb", "two.deb"]

    def ask(*words: str) -> str:
        return subprocess.run(["dpkg-deb", *words], capture_output=True, text=True, check=True).stdout

    assert ask("-f", str(packages[0]), "Package", "Version") == "Package: trial\nVersion: 1\n"
    assert "root/root" in ask("-c", str(packages[0]))
    ask("-x", str(packages[0]), str(tmp_path / "there"))
    assert (tmp_path / "there/usr/code").read_bytes() == (layout / "usr/code").read_bytes()
    assert (tmp_path / "there/usr/link").readlink() == Path("code")

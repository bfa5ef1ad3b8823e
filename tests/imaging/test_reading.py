"""What cannot be read is said, in one sentence that names the file, and never hangs."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet import errors
from desktop_unet.imaging.codec import read_extent, read_photo, write_photo
from desktop_unet.imaging.formats import FORMATS
from desktop_unet.imaging.photo import Photo
from tests.imaging.samples import noise, photo, smooth, srgb_profile

READERS = [read_photo, read_extent]


def refusal(reader, path, mishap):
    with pytest.raises(mishap) as caught:
        reader(path)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path}: ")
    assert "\n" not in sentence
    return sentence


def test_whoever_brings_another_file_is_told_every_format_that_can_be_read(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    said = refusal(read_photo, tmp_path / "letter.txt", errors.NotAPhoto)
    assert said.endswith("; use JPEG, PNG, TIFF, WebP, AVIF, GIF, BMP, JPEG 2000, PNM or HEIC.")
    assert all(format_.name in said for format_ in FORMATS)


@pytest.mark.parametrize("reader", READERS)
def test_a_missing_file(tmp_path, reader):
    refusal(reader, tmp_path / "no.png", errors.FileMissing)
    refusal(reader, tmp_path / "no" / "such" / "folder.png", errors.FileMissing)


@pytest.mark.parametrize("reader", READERS)
def test_a_link_to_nothing(tmp_path, reader):
    (tmp_path / "link.png").symlink_to(tmp_path / "gone.png")
    refusal(reader, tmp_path / "link.png", errors.FileMissing)


@pytest.mark.parametrize("reader", READERS)
def test_a_folder(tmp_path, reader):
    assert "a folder" in refusal(reader, tmp_path, errors.NotAFile)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("reader", READERS)
def test_a_pipe_without_a_writer_does_not_hang(tmp_path, reader):
    os.mkfifo(tmp_path / "pipe.png")
    refusal(reader, tmp_path / "pipe.png", errors.NotAFile)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_is_no_photo():
    with pytest.raises(errors.NotAFile):
        read_photo("/dev/zero")


@pytest.mark.parametrize("reader", READERS)
def test_a_file_without_permission(tmp_path, monkeypatch, reader):
    def denied(*_):
        raise PermissionError(13, "Permission denied")  # as the system says it to anyone but root

    path = write_photo(photo(), tmp_path / "mine.png").path
    monkeypatch.setattr(Path, "open", denied)
    assert "Permission denied" in refusal(reader, path, errors.FileUnreadable)


def test_a_name_that_no_file_can_have():
    with pytest.raises(errors.FileUnreadable):
        read_photo("a\0b.png")


@pytest.mark.parametrize("reader", READERS)
def test_an_empty_file(tmp_path, reader):
    (tmp_path / "empty.jpg").touch()
    refusal(reader, tmp_path / "empty.jpg", errors.FileEmpty)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "content",
    [
        b"Dear reader, this is text.\n" * 20,
        b"x",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"%PDF-1.7\n",
        b"P9 is no picture",
        bytes(400),
    ],
)
def test_text_and_other_files_renamed_to_png(tmp_path, reader, content):
    (tmp_path / "letter.png").write_bytes(content)
    refusal(reader, tmp_path / "letter.png", errors.NotAPhoto)


@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp", ".avif"])
@pytest.mark.parametrize("kept", [0.15, 0.5, 0.9])
def test_small_photos_cut_short_where_nothing_can_be_seen_yet(tmp_path, suffix, kept):
    whole = write_photo(Photo(noise()), tmp_path / f"whole{suffix}").path.read_bytes()
    path = tmp_path / f"cut{suffix}"
    path.write_bytes(whole[: int(kept * len(whole))])
    refusal(read_photo, path, errors.PhotoDamaged)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".avif", ".gif", ".bmp"])
def test_a_photo_of_which_only_the_first_bytes_are_there(tmp_path, suffix):
    whole = write_photo(Photo(noise()), tmp_path / f"whole{suffix}").path.read_bytes()
    path = tmp_path / f"cut{suffix}"
    path.write_bytes(whole[:20])
    refusal(read_photo, path, errors.PhotoDamaged)
    refusal(read_extent, path, errors.PhotoDamaged)


def test_a_damaged_photo_says_so_on_no_other_line(tmp_path):
    whole = write_photo(Photo(noise()), tmp_path / "whole.jpg").path.read_bytes()
    (tmp_path / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "stub.jpg").write_bytes(whole[:30])
    code = (
        "import sys\n"
        "from desktop_unet.errors import Mishap\n"
        "from desktop_unet.imaging.codec import read_photo\n"
        "print(*read_photo(sys.argv[1]).notes)\n"
        "try:\n    read_photo(sys.argv[2])\nexcept Mishap as mishap:\n    print(mishap)\n"
    )
    command = [sys.executable, "-c", code, tmp_path / "cut.jpg", tmp_path / "stub.jpg"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stderr == ""
    assert len(run.stdout.splitlines()) == 2
    assert "stub.jpg: the photo is damaged" in run.stdout


def test_the_content_decides_and_not_the_name(tmp_path):
    written = write_photo(photo(), tmp_path / "photo.png").path
    renamed = written.rename(tmp_path / "photo.jpg")
    assert np.array_equal(read_photo(renamed).pixels, noise())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_unicode_is_read(tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.png")
    (tmp_path / "photo.png").write_bytes(write_photo(photo(), tmp_path / "whole.png").path.read_bytes())
    (tmp_path / "photo.png").rename(path)
    assert np.array_equal(read_photo(path).pixels, noise())


def test_a_resolution_that_no_photo_has_is_left_out(tmp_path):
    Image.fromarray(smooth()).save(tmp_path / "photo.png", dpi=(40_000_000, 300))
    found = read_photo(tmp_path / "photo.png")
    assert found.metadata.dots_per_inch is None
    write_photo(found, tmp_path / "copy.png")


def test_photos_with_any_bytes_changed_are_read_or_refused_but_never_break(tmp_path):
    rng = np.random.default_rng(0)
    wholes = [
        write_photo(Photo(smooth(), icc_profile=srgb_profile()), tmp_path / f"whole{suffix}").path.read_bytes()
        for suffix in (".jpg", ".png", ".tif", ".webp", ".gif", ".bmp")
    ]
    outcomes = set()
    for turn in range(150):
        damaged = bytearray(wholes[turn % len(wholes)])
        for place in rng.integers(0, len(damaged) if turn % 4 else 200, 4):
            damaged[place] = rng.integers(256)
        (tmp_path / "damaged").write_bytes(damaged)
        try:
            read_photo(tmp_path / "damaged")
            outcomes.add("read")
        except errors.Mishap as mishap:
            outcomes.add(type(mishap))
    assert {"read", errors.PhotoDamaged} <= outcomes

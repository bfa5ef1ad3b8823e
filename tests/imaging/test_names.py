"""Names are just names; what has a name but is no file is told apart at once."""

import os
import socket
import sys
from pathlib import Path

import numpy as np
import pytest

from desktop_unet import errors
from desktop_unet.imaging.codec import check_target, read_extent, read_photo, write_photo
from desktop_unet.imaging.photo import Photo
from tests.imaging.samples import noise, photo

SUFFIXES = (".png", ".jpg", ".tif", ".bmp")
STEMS = [
    "a b",
    'it\'s "so"',
    "two\nlines",
    "-rf",
    "--help",
    "照片 é",
    "a[0]",
    "[page=2]",
    "100%d",
    "$(touch x)",
    " ",
    "x" * 251,
]
ONLY_HERE = pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")


@ONLY_HERE
@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("stem", STEMS)
def test_a_name_of_any_letters_is_written_and_read(tmp_path, stem, suffix):
    path = tmp_path / f"{stem}{suffix}"
    assert read_photo(write_photo(photo(), path).path).extent == photo().extent
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@ONLY_HERE
@pytest.mark.parametrize("suffix", [*SUFFIXES, ".webp", ".gif"])
def test_a_name_that_is_no_unicode_is_written_and_read(tmp_path, suffix):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9" + suffix.encode()))
    assert read_photo(write_photo(photo(), path).path).extent == photo().extent


@ONLY_HERE
def test_a_relative_name_that_looks_like_an_option(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert np.array_equal(read_photo(write_photo(photo(), "-x.png").path).pixels, noise())


@ONLY_HERE
@pytest.mark.parametrize("name", ["x" * 252 + ".png", "x" * 5000 + ".png", "a\0b.png"])
def test_a_name_that_no_file_can_have_is_refused_in_one_sentence(tmp_path, name):
    for reader in (read_photo, read_extent):
        with pytest.raises(errors.FileUnreadable):
            reader(tmp_path / name)
    with pytest.raises(errors.OutputUnwritable):
        write_photo(photo(), tmp_path / name)
    with pytest.raises(errors.OutputUnwritable):
        check_target(tmp_path / name, None, overwrite=True, original=None)
    assert list(tmp_path.iterdir()) == []


def odd_things(folder: Path) -> dict[str, Path]:
    """One of each thing that has a name and is no file."""
    (folder / "folder.png").mkdir()
    os.mkfifo(folder / "pipe.png")
    (folder / "circle.png").symlink_to(folder / "circle.png")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket.png"))
    return {path.stem: path for path in folder.iterdir()} | {"device": Path("/dev/zero")}


@ONLY_HERE
@pytest.mark.parametrize("kind", ["folder", "pipe", "circle", "socket", "device"])
def test_what_is_no_file_is_refused_and_does_not_hang(tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)  # a socket's name may have 108 bytes at most
    path = odd_things(Path())[kind]
    for reader in (read_photo, read_extent):
        with pytest.raises((errors.NotAFile, errors.FileUnreadable)) as caught:
            reader(path)
        assert "\n" not in str(caught.value)


@ONLY_HERE
@pytest.mark.parametrize("kind", ["folder", "pipe", "circle", "socket"])
def test_what_is_no_file_is_not_replaced_even_when_asked(tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    path = odd_things(Path())[kind]
    before = path.lstat()
    with pytest.raises(errors.OutputUnwritable):
        check_target(path, None, overwrite=True, original=None)
    with pytest.raises(errors.OutputUnwritable):
        write_photo(photo(), path, overwrite=True)
    assert path.lstat().st_ino == before.st_ino


@ONLY_HERE
def test_a_link_to_nothing_yet_leads_the_new_file_to_its_place(tmp_path):
    (tmp_path / "link.png").symlink_to(tmp_path / "real.png")
    write_photo(photo(), tmp_path / "link.png")
    assert (tmp_path / "link.png").is_symlink()
    assert (tmp_path / "real.png").is_file()


def test_a_case_variant_of_the_original_on_a_file_system_that_knows_no_case(tmp_path, monkeypatch):
    """Such a file system answers for IMG.PNG with the file img.png."""
    source = write_photo(photo(), tmp_path / "img.png").path
    before = source.read_bytes()
    real = Path.stat

    def without_case(path, **more):
        return real(path.with_name(path.name.lower()) if path.suffix == ".PNG" else path, **more)

    monkeypatch.setattr(Path, "stat", without_case)
    with pytest.raises(errors.OutputIsInput):
        write_photo(read_photo(source), tmp_path / "IMG.PNG", overwrite=True)
    with pytest.raises(errors.OutputExists):
        write_photo(Photo(noise(seed=3)), tmp_path / "IMG.PNG")
    assert source.read_bytes() == before

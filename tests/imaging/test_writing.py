"""A file appears whole or not at all, and nothing that exists is lost."""

import os
import stat
from pathlib import Path

import numpy as np
import pytest

from desktop_unet import errors
from desktop_unet.imaging import encoding, writing
from desktop_unet.imaging.codec import check_target, read_photo, write_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.profile import to_srgb_for_screen
from tests.imaging.samples import jpeg_with_exif, noise, photo, smooth, swapped_profile


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def both_refuse(value: Photo, path: Path, mishap: type[errors.Mishap], *, overwrite: bool = False) -> str:
    """The check before a long run and the writing itself agree."""
    with pytest.raises(mishap) as early:
        check_target(path, value.extent, overwrite=overwrite, original=value.source)
    with pytest.raises(mishap) as late:
        write_photo(value, path, overwrite=overwrite)
    assert str(early.value) == str(late.value)
    assert str(late.value).startswith(f"{path}: ")
    return str(late.value)


def test_an_existing_file_is_not_replaced_unasked(tmp_path):
    (tmp_path / "photo.png").write_bytes(b"mine")
    both_refuse(photo(), tmp_path / "photo.png", errors.OutputExists)
    assert (tmp_path / "photo.png").read_bytes() == b"mine"
    assert names(tmp_path) == ["photo.png"]


def test_an_existing_file_is_replaced_when_asked_and_keeps_its_permissions(tmp_path):
    (tmp_path / "photo.png").write_bytes(b"mine")
    (tmp_path / "photo.png").chmod(0o640)
    write_photo(photo(), tmp_path / "photo.png", overwrite=True)
    assert np.array_equal(read_photo(tmp_path / "photo.png").pixels, noise())
    assert stat.S_IMODE((tmp_path / "photo.png").stat().st_mode) == 0o640
    assert names(tmp_path) == ["photo.png"]


def test_a_new_file_has_the_permissions_that_new_files_have(tmp_path):
    (tmp_path / "other").touch()
    write_photo(photo(), tmp_path / "photo.png")
    assert (tmp_path / "photo.png").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("overwrite", [False, True])
def test_the_original_is_never_replaced_even_when_asked(tmp_path, overwrite):
    source = write_photo(photo(), tmp_path / "photo.png").path
    before = source.read_bytes()
    original = read_photo(source)
    (tmp_path / "soft.png").symlink_to(source)
    os.link(source, tmp_path / "hard.png")
    for name in ("photo.png", "soft.png", "hard.png"):
        both_refuse(original, tmp_path / name, errors.OutputIsInput, overwrite=overwrite)
    assert source.read_bytes() == before


def test_the_original_is_known_by_any_way_to_its_folder(tmp_path, monkeypatch):
    source = write_photo(photo(), tmp_path / "photo.png").path
    monkeypatch.chdir(tmp_path)
    with pytest.raises(errors.OutputIsInput):
        write_photo(read_photo(source), "photo.png", overwrite=True)


def test_an_unknown_suffix_names_the_known_ones(tmp_path):
    assert ".png" in both_refuse(photo(), tmp_path / "photo.xyz", errors.FormatUnknown)
    both_refuse(photo(), tmp_path / "photo", errors.FormatUnknown)
    both_refuse(photo(), tmp_path / "photo.jp2", errors.FormatUnknown)


def test_a_folder_that_is_not_there(tmp_path):
    both_refuse(photo(), tmp_path / "no" / "photo.png", errors.OutputUnwritable)


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "file").touch()
    both_refuse(photo(), tmp_path / "file" / "photo.png", errors.OutputUnwritable)


def test_a_folder_of_the_name_that_was_chosen(tmp_path):
    (tmp_path / "photo.png").mkdir()
    both_refuse(photo(), tmp_path / "photo.png", errors.OutputUnwritable, overwrite=True)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="this system has no /proc")
def test_a_folder_where_nothing_can_be_written():
    both_refuse(photo(), Path("/proc/self/photo.png"), errors.OutputUnwritable)


@pytest.mark.parametrize(("suffix", "side"), [(".jpg", 65_501), (".webp", 16_384), (".avif", 16_385)])
def test_a_format_that_is_too_small_for_the_result(tmp_path, suffix, side):
    long = Photo(np.zeros((1, side, 3), np.uint8))
    assert str(side) in both_refuse(long, tmp_path / f"long{suffix}", errors.FormatTooSmall)
    assert names(tmp_path) == []


def test_a_check_without_a_size_asks_for_the_rest(tmp_path):
    check_target(tmp_path / "photo.webp", None, overwrite=False, original=None)
    with pytest.raises(errors.FormatUnknown):
        check_target(tmp_path / "photo.doc", None, overwrite=False, original=None)


def test_a_check_leaves_nothing_behind(tmp_path):
    check_target(tmp_path / "photo.png", Extent(9, 9), overwrite=False, original=None)
    assert names(tmp_path) == []


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()])
def test_whatever_breaks_off_writing_leaves_no_trace(tmp_path, monkeypatch, failure):
    (tmp_path / "photo.png").write_bytes(b"mine")

    def breaks(_value, path, *_):
        path.write_bytes(b"half a pho")
        raise failure

    monkeypatch.setattr(writing, "encode", breaks)
    expected = errors.OutputUnwritable if isinstance(failure, OSError) else type(failure)
    with pytest.raises(expected):
        write_photo(photo(), tmp_path / "photo.png", overwrite=True)
    assert names(tmp_path) == ["photo.png"]
    assert (tmp_path / "photo.png").read_bytes() == b"mine"


def test_a_codec_that_fails_is_a_mishap(tmp_path, monkeypatch):
    monkeypatch.setattr(encoding, "_options", lambda *_: {"filter": "no such filter"})
    with pytest.raises(errors.OutputUnwritable):
        write_photo(photo(), tmp_path / "photo.png")
    assert names(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"not a photo at all, sorry"])
def test_what_cannot_be_opened_again_is_not_given_the_name(tmp_path, monkeypatch, content):
    monkeypatch.setattr(writing, "encode", lambda _value, path, *_: path.write_bytes(content) and ())
    with pytest.raises(errors.OutputUnwritable, match="opened again"):
        write_photo(photo(), tmp_path / "photo.png")
    assert names(tmp_path) == []


def test_what_has_another_size_is_not_given_the_name(tmp_path, monkeypatch):
    real = writing.encode
    other = Photo(smooth(20, 30))
    monkeypatch.setattr(writing, "encode", lambda _value, *rest: real(other, *rest))
    with pytest.raises(errors.OutputUnwritable, match="another size"):
        write_photo(photo(), tmp_path / "photo.png")
    assert names(tmp_path) == []


def test_a_file_that_came_up_while_writing_is_not_lost(tmp_path, monkeypatch):
    real = writing.encode

    def slow(*arguments):
        (tmp_path / "photo.png").write_bytes(b"came first")
        return real(*arguments)

    monkeypatch.setattr(writing, "encode", slow)
    with pytest.raises(errors.OutputExists):
        write_photo(photo(), tmp_path / "photo.png")
    assert (tmp_path / "photo.png").read_bytes() == b"came first"
    assert names(tmp_path) == ["photo.png"]


@pytest.mark.parametrize("is_there", [False, True])
def test_a_file_system_without_hard_links(tmp_path, monkeypatch, is_there):
    def unsupported(_temporary, target, **_how):
        if is_there:
            target.write_bytes(b"came first")
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(writing.os, "link", unsupported)
    if is_there:
        with pytest.raises(errors.OutputExists):
            write_photo(photo(), tmp_path / "photo.png")
        assert (tmp_path / "photo.png").read_bytes() == b"came first"
    else:
        write_photo(photo(), tmp_path / "photo.png")
    assert names(tmp_path) == ["photo.png"]


def test_a_link_to_another_file_stays_a_link(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "real.png").write_bytes(b"old")
    (tmp_path / "link.png").symlink_to(tmp_path / "there" / "real.png")
    write_photo(photo(), tmp_path / "link.png", overwrite=True)
    assert (tmp_path / "link.png").is_symlink()
    assert np.array_equal(read_photo(tmp_path / "there" / "real.png").pixels, noise())


def test_transparency_that_jpeg_cannot_hold_is_laid_on_white_and_said(tmp_path):
    alpha = np.zeros((37, 53), np.uint8)
    alpha[:, 30:] = 255
    written = write_photo(Photo(np.zeros((37, 53, 3), np.uint8), alpha=alpha), tmp_path / "photo.jpg")
    found = read_photo(written.path).pixels
    assert found[:, :24].min() > 250
    assert found[:, 40:].max() < 5
    assert any("transparency" in note for note in written.notes)


def test_16_bits_are_rounded_to_8_where_the_format_holds_no_more_and_it_is_said(tmp_path):
    value = photo(np.uint16)
    written = write_photo(value, tmp_path / "photo.bmp")
    expected = np.rint(value.pixels / 257.0).astype(int)
    assert np.abs(read_photo(written.path).pixels - expected).max() == 0
    assert any("8 bits" in note for note in written.notes)


def test_a_format_without_profiles_gets_srgb_colours_and_it_is_said(tmp_path):
    value = Photo(smooth(), icc_profile=swapped_profile())
    written = write_photo(value, tmp_path / "photo.bmp")
    assert np.array_equal(read_photo(written.path).pixels, to_srgb_for_screen(value))
    assert any("sRGB" in note for note in written.notes)


def test_a_format_without_exif_says_that_camera_and_place_are_left_out(tmp_path):
    taken = read_photo(jpeg_with_exif(tmp_path / "taken.jpg", smooth(), 1))
    assert any("EXIF" in note for note in write_photo(taken, tmp_path / "photo.bmp").notes)
    assert write_photo(taken, tmp_path / "stripped.bmp", strip_metadata=True).notes == ()


@pytest.mark.parametrize("options", [{"quality": 0}, {"quality": 101}, {"compression": 10}, {"compression": -1}])
def test_settings_out_of_range_are_a_programmers_error(tmp_path, options):
    with pytest.raises(ValueError, match="quality"):
        write_photo(photo(), tmp_path / "photo.png", **options)


def test_nothing_is_said_where_nothing_was_lost(tmp_path):
    assert write_photo(photo(np.uint16, alpha=True), tmp_path / "photo.png").notes == ()


@pytest.mark.skipif(os.name == "nt", reason="other systems refuse such names")
def test_a_folder_whose_name_is_no_unicode_can_be_written_to(tmp_path):
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    folder.mkdir()
    written = write_photo(photo(), folder / "photo.png")
    assert np.array_equal(read_photo(written.path).pixels, noise())

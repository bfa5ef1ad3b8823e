"""Reading in another process gives the same photo, and a codec that crashes costs that photo only."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from desktop_unet.errors import DecoderCrashed, FileMissing, NotAPhoto
from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.decoder import Decoder
from desktop_unet.imaging.photo import Metadata, Photo
from tests.imaging import crashing
from tests.imaging.samples import noise


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    decoder = Decoder(crashing.read)
    yield decoder
    decoder.close()


@pytest.fixture
def photo_file(tmp_path):
    path = tmp_path / "photo.png"
    write_photo(Photo(noise()), path)
    return path


def of_each_kind() -> list[Photo]:
    colours, alpha = noise(), noise()[..., 0]
    wide = colours.astype(np.uint16) * 257
    return [
        Photo(colours),
        Photo(wide, wide[..., 1]),
        Photo(colours, alpha, metadata=Metadata(dots_per_inch=(300.0, 200.0))),
        Photo(np.repeat(alpha[..., None], 3, 2), is_gray=True),
    ]


@pytest.mark.parametrize("number", range(4))
def test_a_photo_comes_as_it_would_be_read_here(decoder, tmp_path, number):
    path = tmp_path / "photo.png"
    write_photo(of_each_kind()[number], path)
    here, there = read_photo(path), decoder.read(path)
    assert np.array_equal(here.pixels, there.pixels)
    assert here.pixels.dtype == there.pixels.dtype
    assert (here.alpha is None) == (there.alpha is None)
    assert here.alpha is None or np.array_equal(here.alpha, there.alpha)
    for name in ("icc_profile", "metadata", "is_gray", "notes", "source"):
        assert getattr(here, name) == getattr(there, name)
    assert not there.pixels.flags.writeable


def test_notes_and_names_come_along(decoder, tmp_path):
    path = tmp_path / "été\udcff\n.tif"
    Image.fromarray(noise()).convert("CMYK").save(os.fsencode(path), format="TIFF")
    assert decoder.read(path).notes == read_photo(path).notes != ()


def test_mishaps_are_those_of_reading(decoder, tmp_path):
    with pytest.raises(FileMissing, match="nowhere"):
        decoder.read(tmp_path / "nowhere.png")
    (tmp_path / "text.png").write_text("hello, world")
    with pytest.raises(NotAPhoto) as caught:
        decoder.read(tmp_path / "text.png")
    with pytest.raises(NotAPhoto) as here:
        read_photo(tmp_path / "text.png")
    assert str(caught.value) == str(here.value)


@pytest.mark.skipif(os.name == "nt", reason="signals are Unix's")
@pytest.mark.parametrize(
    ("name", "reason"),
    [("abort", "SIGABRT"), ("segfault", "SIGSEGV"), ("killed", "memory"), ("leaves", "without an answer")],
)
def test_a_decoder_that_crashes_is_one_sentence_and_the_next_photo_is_read(
    decoder, photo_file, tmp_path, monkeypatch, name, reason
):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(DecoderCrashed, match=reason):
        decoder.read(tmp_path / f"{name}.png")
    assert np.array_equal(decoder.read(photo_file).pixels, noise())
    assert sorted(tmp_path.iterdir()) == before  # no core file


def test_a_defect_is_told_with_its_traceback_and_the_decoder_lives_on(decoder, photo_file, tmp_path):
    decoder.read(photo_file)
    process = decoder._process
    with pytest.raises(RuntimeError, match="a mistake of ours"):
        decoder.read(tmp_path / "defect.png")
    assert np.array_equal(decoder.read(photo_file).pixels, noise())
    assert decoder._process is process


class Enough(Exception):
    """The user does not want to wait any longer."""


def test_a_decoder_that_hangs_can_be_left(decoder, photo_file, tmp_path):
    looks = []

    def look() -> None:
        looks.append(1)
        if len(looks) == 2:
            raise Enough

    with pytest.raises(Enough):
        decoder.read(tmp_path / "hangs.png", while_waiting=look)
    assert np.array_equal(decoder.read(photo_file).pixels, noise())


def test_a_decoder_that_died_unasked_is_begun_anew_without_a_word(decoder, photo_file):
    decoder.read(photo_file)
    decoder._process.kill()
    decoder._process.join()
    assert np.array_equal(decoder.read(photo_file).pixels, noise())

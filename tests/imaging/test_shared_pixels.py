"""Memory that is given to another process: the same pixels, unchangeable, gone with the last who holds it."""

from __future__ import annotations

import gc
import mmap
import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from desktop_unet.imaging import decoder as decoding
from desktop_unet.imaging import shared_pixels
from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.decoder import Decoder, read_shared
from desktop_unet.imaging.libvips import libvips
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.shared_pixels import block_of, decode_shared, received_array
from tests.imaging import crashing
from tests.imaging.samples import noise
from tests.imaging.test_damaged_in_part import WHOLE, cut

pytestmark = pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="Linux has such memory")


class _HoldsAPage:
    """An image of libvips, of which a page stays in a pipe when it has been written, as Linux itself may hold one."""

    def __init__(self, image: Any) -> None:
        self._image = image

    def __enter__(self) -> _HoldsAPage:
        self._ends = os.pipe()
        return self

    def __exit__(self, *_: object) -> None:
        for end in self._ends:
            os.close(end)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._image, name)

    def rawsave_target(self, target: Any) -> None:
        self._image.rawsave_target(target)
        assert os.splice(target.get("descriptor"), self._ends[1], 4096, offset_src=0) == 4096


@pytest.fixture
def photo_file(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    write_photo(Photo(noise()), path)
    return path


@pytest.mark.parametrize("shape", [(37, 53, 3), (37, 53, 4), (37, 53)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_what_is_decoded_into_it_is_what_would_be_decoded_elsewhere(shape, dtype):
    pixels = np.random.default_rng(0).integers(0, np.iinfo(dtype).max, shape).astype(dtype)
    image = libvips().Image.new_from_array(pixels)
    found = decode_shared(image)
    assert found.dtype == dtype
    assert np.array_equal(found, pixels)


def test_decoded_pixels_are_given_away_as_they_lie(photo_file):
    photo = read_shared(photo_file, whole=False)
    block = block_of(photo.pixels)
    assert block is block_of(photo.pixels)
    assert np.array_equal(received_array(os.dup(block.descriptor), photo.pixels.shape, np.uint8), noise())


def test_a_part_of_a_block_and_an_array_from_elsewhere_are_copied(photo_file):
    photo = read_shared(photo_file, whole=False)
    for array in (photo.pixels[3:9], photo.pixels[..., 1], noise(), noise()[::2, ::-1]):
        block = block_of(array)
        assert len(block) == array.nbytes
        assert np.array_equal(received_array(os.dup(block.descriptor), array.shape, np.uint8), array)


def test_nobody_can_change_or_shorten_it(photo_file):
    block = block_of(read_shared(photo_file, whole=False).pixels)
    with pytest.raises(PermissionError):
        os.ftruncate(block.descriptor, 10)
    with pytest.raises(PermissionError):
        os.pwrite(block.descriptor, b"x", 0)
    with pytest.raises(PermissionError):
        mmap.mmap(block.descriptor, 0)


def test_a_page_that_is_held_elsewhere_as_well_stops_nothing():
    image = libvips().Image.new_from_array(noise())
    with _HoldsAPage(image) as held:
        found = decode_shared(held)
        assert np.array_equal(found, noise())
        with pytest.raises(PermissionError):
            os.pwrite(block_of(found).descriptor, b"x", 0)


def test_before_linux_5_1_it_is_kept_from_being_shortened_only(photo_file, monkeypatch):
    monkeypatch.setattr(shared_pixels, "_F_SEAL_FUTURE_WRITE", 0x8000)
    photo = read_shared(photo_file, whole=False)
    assert np.array_equal(photo.pixels, noise())
    with pytest.raises(PermissionError):
        os.ftruncate(block_of(photo.pixels).descriptor, 10)


@pytest.mark.parametrize("case", ["JPEG", "PNG", "TIFF in strips"])
def test_damage_is_met_as_it_is_elsewhere(tmp_path, case):
    path = cut(tmp_path, WHOLE[case], 0.6)
    here, shared = read_photo(path), read_shared(path, whole=False)
    assert shared.notes == here.notes != ()
    assert np.array_equal(shared.pixels, here.pixels)


def test_no_descriptor_outlives_its_photo(photo_file):
    decoder = Decoder(crashing.read)
    decoder.read(photo_file)
    ours, theirs = psutil.Process(), psutil.Process(decoder._process.pid)
    gc.collect()
    before = ours.num_fds(), fewest_descriptors(theirs)
    photos = [decoder.read(photo_file) for _ in range(5)]
    assert ours.num_fds() == before[0] + len(photos)
    del photos
    assert (ours.num_fds(), fewest_descriptors(theirs)) == before
    decoder.close()


def fewest_descriptors(process: psutil.Process) -> int:
    """Over a fifth of a second: the process answers a moment before it lets go of what it has given away."""
    counts = []
    for _ in range(20):
        counts.append(process.num_fds())
        time.sleep(0.01)
    return min(counts)


def test_where_there_is_no_such_memory_photos_come_through_the_pipe(photo_file, monkeypatch):
    monkeypatch.delattr(os, "memfd_create")
    assert block_of(noise()) is None
    photo = read_shared(photo_file, whole=False)
    ours, theirs = decoding.multiprocessing.Pipe()
    decoding._send_array(theirs, photo.pixels, block_of(photo.pixels))
    coming = decoding._as_coming(photo.pixels, None)
    assert np.array_equal(decoding._received_array(ours, coming), noise())

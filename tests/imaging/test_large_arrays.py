"""A result that memory cannot hold lies in a file, and nobody sees the difference; a full disk is one sentence."""

from __future__ import annotations

import mmap
import os
import sys

import numpy as np
import pytest

from desktop_unet.errors import MemoryShort
from desktop_unet.imaging import large_arrays
from desktop_unet.imaging.codec import read_extent, read_photo, write_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.large_arrays import room_for, zeros_for
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.reading import read_carried
from tests.imaging.samples import noise


@pytest.fixture
def little_memory(monkeypatch, tmp_path):
    monkeypatch.setattr(large_arrays, "free_bytes", lambda: 1000)
    monkeypatch.setattr(large_arrays, "user_cache_dir", lambda: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_large_array_takes_what_a_small_one_does(little_memory, tmp_path, dtype):
    array = room_for(noise(dtype).shape, dtype)
    assert isinstance(array.base.base.obj, mmap.mmap)
    array[:] = noise(dtype)
    write_photo(Photo(array), tmp_path / "photo.png")
    assert np.array_equal(read_photo(tmp_path / "photo.png").pixels, noise(dtype))
    assert list(little_memory.iterdir()) == []


def test_what_memory_holds_stays_there(monkeypatch):
    monkeypatch.setattr(large_arrays, "free_bytes", lambda: 1000)
    assert room_for((50, 5), np.uint8).flags.owndata


@pytest.mark.skipif(not hasattr(os, "posix_fallocate") or sys.platform == "darwin", reason="needs Linux")
def test_a_disk_without_room_is_one_sentence_and_no_crash_later(little_memory):
    with pytest.raises(MemoryShort):
        room_for((2**50,), np.uint8)


def test_a_result_beyond_the_limit_for_photos_is_written_and_checked(tmp_path, monkeypatch):
    """Enlarging a photo within the limit may give one beyond it."""
    from desktop_unet.errors import PhotoTooLarge
    from desktop_unet.imaging import assembling

    monkeypatch.setattr(assembling, "PIXEL_LIMIT", 1000)
    for suffix in (".png", ".tif", ".jpg", ".bmp", ".webp"):
        path = tmp_path / f"photo{suffix}"
        write_photo(Photo(noise()), path)
        assert read_carried(path)[0] == Extent(*noise().shape[:2])
        with pytest.raises(PhotoTooLarge):
            read_extent(path)


@pytest.mark.parametrize("shape", [(3, 5), (1200, 1300), (700, 800, 3)])
def test_zeros_of_any_size_can_be_written_and_are_their_own(shape):
    first, second = zeros_for(shape, np.uint8), zeros_for(shape, np.uint8)
    assert first.shape == shape
    assert not first.any()
    first[1, 1] = 255
    assert first[1, 1].all()
    assert not second.any()


def test_large_zeros_take_no_memory_until_they_are_touched():
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    zeros_for((8000, 8000), np.uint8)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before < 1000


def test_zeros_that_no_memory_holds_are_refused_as_numpy_does():
    with pytest.raises(MemoryError):
        zeros_for((2**30, 2**30), np.uint8)

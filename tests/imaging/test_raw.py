"""Camera raw: DNG files made here, developed plainly."""

import sys
from io import BytesIO

import numpy as np
import pytest
import tifffile

from desktop_unet import errors
from desktop_unet.imaging import raw_reading
from desktop_unet.imaging.codec import read_extent, read_photo

HEIGHT, WIDTH = 96, 128
BLACK, WHITE = 512, 16383
NEUTRAL = (0.5, 1.0, 0.75)
_XYZ_TO_SRGB = (3.2405, -1.5371, -0.4985, -0.9693, 1.8760, 0.0416, 0.0556, -0.2040, 1.0572)
_RGB_AT = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2))
"""Row, column and channel in each 2 x 2 of the sensor."""


def dng(light: np.ndarray, orientation: int = 1) -> bytes:
    """A raw of a camera whose sensor sees sRGB's primaries: (H, W, 3) linear light in [0, 1]."""
    sensor = np.zeros(light.shape[:2])
    for row, column, channel in _RGB_AT:
        sensor[row::2, column::2] = light[row::2, column::2, channel] * NEUTRAL[channel]
    matrix = tuple(part for value in _XYZ_TO_SRGB for part in (round(value * 10000), 10000))
    tags = [
        (33421, 3, 2, (2, 2), True),
        (33422, 1, 4, bytes((0, 1, 1, 2)), True),
        (50706, 1, 4, bytes((1, 4, 0, 0)), True),
        (50708, 2, 0, "Own camera", True),
        (50714, 3, 1, BLACK, True),
        (50717, 3, 1, WHITE, True),
        (50721, 10, 9, matrix, True),
        (50728, 5, 3, (1, 2, 1, 1, 3, 4), True),
        (50778, 3, 1, 21, True),
        (271, 2, 0, "Own works", True),
        (274, 3, 1, orientation, True),
    ]
    out = BytesIO()
    codes = np.rint(BLACK + sensor * (WHITE - BLACK)).astype(np.uint16)
    tifffile.imwrite(out, codes, photometric="cfa", extratags=tags, metadata=None)
    return out.getvalue()


def ramp() -> np.ndarray:
    """Gray from black to white, left to right."""
    return np.linspace(0, 1, WIDTH)[None, :, None].repeat(HEIGHT, axis=0).repeat(3, axis=2)


def as_srgb(light: np.ndarray) -> np.ndarray:
    return 65535 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def save(folder, content):
    path = folder / "photo.dng"
    path.write_bytes(content)
    return path


def test_the_cameras_white_is_white_and_the_curve_is_srgbs(tmp_path):
    found = read_photo(save(tmp_path, dng(ramp())))
    assert found.pixels.dtype == np.uint16
    inner = (slice(8, -8), slice(8, -8))
    assert np.abs(found.pixels[inner] - as_srgb(ramp())[inner]).max() < 0.01 * 65535
    assert "developed plainly" in str(found.notes)
    assert b"Own works" in found.metadata.exif


@pytest.mark.parametrize(("orientation", "turns"), [(3, 2), (6, -1), (8, 1)])
def test_it_is_upright(tmp_path, orientation, turns):
    path = save(tmp_path, dng(ramp(), orientation))
    found = read_photo(path)
    wanted = np.rot90(as_srgb(ramp()), turns)
    inner = (slice(8, -8), slice(8, -8))
    assert found.extent == read_extent(path)
    assert np.abs(found.pixels[inner] - wanted[inner]).max() < 0.01 * 65535


@pytest.mark.parametrize("part", [0.02, 0.5])
def test_what_is_cut_short_is_called_damaged(tmp_path, part):
    content = dng(ramp())
    path = save(tmp_path, content[: int(len(content) * part)])
    with pytest.raises(errors.PhotoDamaged) as caught:
        read_photo(path)
    assert "b'" not in str(caught.value)


def test_a_sensor_that_saw_nothing_is_no_black_photo(tmp_path):
    with pytest.raises(errors.CameraRaw, match="which is not read"):
        read_photo(save(tmp_path, dng(np.zeros((HEIGHT, WIDTH, 3)))))


def test_only_one_picture_can_be_asked_for(tmp_path):
    with pytest.raises(errors.PageMissing):
        read_photo(save(tmp_path, dng(ramp())), page=2)


def test_without_rawpy_a_sentence_says_what_to_install(tmp_path, monkeypatch):
    path = save(tmp_path, dng(ramp()))
    monkeypatch.setitem(sys.modules, "rawpy", None)
    for reader in (read_photo, read_extent):
        with pytest.raises(errors.RawReaderMissing, match="pip install rawpy"):
            reader(path)
    monkeypatch.setattr(raw_reading, "is_packed", lambda: True)
    with pytest.raises(errors.CameraRaw, match="which is not read"):
        read_photo(path)

import numpy as np
import pytest

from desktop_unet.imaging.ranges import (
    code_to_unit,
    high_bytes,
    signed_to_unit,
    to_8_bits,
    unit_to_code,
    unit_to_signed,
)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_every_code_value_survives_the_way_to_unit_and_back(dtype):
    codes = np.arange(np.iinfo(dtype).max + 1).astype(dtype)
    unit = code_to_unit(codes)
    assert unit.dtype == np.float32
    assert (unit[0], unit[-1]) == (0.0, 1.0)
    assert np.array_equal(unit_to_code(unit, dtype), codes)


def test_values_outside_the_unit_range_are_clipped_and_others_rounded_to_the_nearest():
    unit = np.array([-0.3, 0.0, 0.9999, 1.7, 0.4999 / 255, 0.5001 / 255], np.float32)
    assert unit_to_code(unit, np.uint8).tolist() == [0, 0, 255, 255, 0, 1]


def test_sixteen_bits_are_rounded_for_good_and_cut_off_for_screens():
    codes = np.array([0, 128, 129, 257, 385, 386, 65535], np.uint16)
    assert to_8_bits(codes).tolist() == [0, 0, 1, 1, 1, 2, 255]
    assert high_bytes(codes).tolist() == [0, 0, 0, 1, 1, 1, 255]


def test_eight_bits_are_left_as_they_are():
    codes = np.array([[0, 128], [254, 255]], np.uint8)
    assert to_8_bits(codes) is codes
    assert high_bytes(codes) is codes


def test_signed_is_unit_stretched_to_both_sides_of_zero():
    unit = np.linspace(0, 1, 11, dtype=np.float32)
    signed = unit_to_signed(unit)
    assert (signed[0], signed[5], signed[-1]) == (-1.0, 0.0, 1.0)
    np.testing.assert_allclose(signed_to_unit(signed), unit, atol=1e-7)

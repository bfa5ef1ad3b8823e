"""What a network says of itself is what its configuration is."""

from __future__ import annotations

import pytest

from desktop_unet.models.config import UNetConfig
from desktop_unet.models.descriptor import MEASURED_REACH_PX, describe_unet, theoretical_reach_px

LOW = UNetConfig(widths=(48, 64, 96), blocks=(2, 2, 2), encoder="residual", stem="low_res", head="linear",
                 scales=(1, 2, 3, 4), strength_input=True)  # fmt: skip
FIRST = UNetConfig(task="inpaint", widths=(8, 12), blocks=(1, 1), scales=(1,), skip=False)


@pytest.mark.parametrize("config", [LOW, FIRST], ids=["enlarger", "filler"])
def test_it_says_what_the_configuration_is(config):
    says = describe_unet("a-name", config)
    assert (says.name, says.tasks, says.scales) == ("a-name", (config.task,), config.scales)
    assert (says.variant, says.takes_strength) == (config.variant, config.strength_input)
    assert says.size_multiple == config.size_multiple
    assert says.gates == (len(config.widths) - 1 if config.skip else 0)
    assert (says.channels, says.look, says.side_px, says.precisions) == ("rgb", "natural", None, None)


def test_layers_take_memory_where_they_run():
    low, first = describe_unet("low", LOW), describe_unet("first", FIRST)
    assert low.bytes_per_pixel(4, 2) == low.bytes_per_pixel(1, 2) == 6 * 48 * 2
    assert first.bytes_per_pixel(1, 4) == 6 * 16 * 4  # narrower than 16 takes as much
    enlarges_first = describe_unet("whole", UNetConfig(scales=(4,)))
    assert enlarges_first.bytes_per_pixel(4, 4) == 16 * enlarges_first.bytes_per_pixel(1, 4)


def test_the_reach_is_what_was_measured_and_never_more_than_the_layers_allow():
    small = UNetConfig(widths=(8, 8), blocks=(1, 1), encoder="residual", head="sigmoid", stem="low_res", scales=(2,))
    assert describe_unet("small", small).reach_px == theoretical_reach_px(small) < MEASURED_REACH_PX["natural"]
    for look, reach_px in MEASURED_REACH_PX.items():
        assert describe_unet("large", LOW, look).reach_px == reach_px < theoretical_reach_px(LOW)

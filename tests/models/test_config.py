"""Networks that cannot be are refused with the reason."""

from __future__ import annotations

import pytest

from desktop_unet.errors import ConfigImpossible
from desktop_unet.models.config import RESNET_BLOCKS, RESNET_WIDTHS, UNetConfig

RESNET = {"encoder": "resnet18", "widths": RESNET_WIDTHS, "blocks": RESNET_BLOCKS["resnet18"], "norm": "batch"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"task": "paint"}, "task is 'paint'"),
        ({"encoder": "vgg"}, "encoder is 'vgg'"),
        ({"upsampling": "lanczos"}, "upsampling is"),
        ({"head": "softmax"}, "head is"),
        ({"activation": "gelu"}, "activation is"),
        ({"norm": "layer"}, "norm is"),
        ({"stem": "none"}, "stem is"),
        ({"widths": (8,), "blocks": (1,)}, "at least two levels"),
        ({"widths": (8, 0, 8)}, "above 0"),
        ({"blocks": (1, 1)}, "the same number of block counts"),
        ({"scales": ()}, "one or more"),
        ({"scales": (5,)}, "one or more"),
        ({"scales": (2, 2)}, "one or more"),
        ({"task": "inpaint", "scales": (2,)}, "keeps the size"),
        ({"task": "inpaint", "scales": (1,), "stem": "low_res"}, "nothing to enlarge"),
        ({"task": "inpaint", "scales": (1,), "strength_input": True}, "no strength"),
        ({"guess": "nearest"}, "guess is"),
        ({"convolution": "dilated"}, "convolution is"),
        ({"bottleneck": "wide"}, "bottleneck is"),
        ({"convolution": "gated"}, "need residual blocks"),
        ({"bottleneck": "fourier"}, "need residual blocks"),
        ({"encoder": "residual", "convolution": "partial"}, "only inpainting has them"),
        (
            {
                "task": "inpaint",
                "scales": (1,),
                "encoder": "residual",
                "convolution": "partial",
                "upsampling": "unpool",
            },
            "no pooling positions",
        ),
        ({"task": "segment", "scales": (2,)}, "keeps the size"),
        ({"task": "segment", "scales": (1,), "head": "linear"}, "its head is sigmoid"),
        ({"task": "segment", "scales": (1,), "stem": "low_res"}, "nothing to enlarge"),
        ({"task": "segment", "scales": (1,), "strength_input": True}, "no strength"),
        ({"task": "segment", "scales": (1,), "stages": 2}, "two stages"),
        ({"task": "segment", "scales": (1,), "encoder": "residual", "convolution": "partial"}, "only inpainting"),
        ({**RESNET, "task": "segment", "scales": (1,), "stem": "half_res"}, "no half_res stem"),
        ({"stem": "half_res"}, "is for segmentation"),
        ({"task": "inpaint", "scales": (1,), "stem": "half_res"}, "is for segmentation"),
        ({"stages": 3}, "3 stages"),
        ({"stages": 2}, "two stages"),
        ({**RESNET, "widths": (8, 8, 8, 8, 8)}, "no others"),
        ({**RESNET, "norm": "none"}, "batch normalisation"),
        ({**RESNET, "activation": "prelu"}, "ReLU"),
        ({**RESNET, "upsampling": "unpool"}, "no pooling positions"),
        ({**RESNET, "stem": "low_res"}, "too often"),
    ],
)
def test_every_contradiction_is_refused_with_its_reason(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(ConfigImpossible, match=reason):
        UNetConfig(**changes)


def test_a_config_survives_json() -> None:
    import json

    config = UNetConfig(widths=(8, 16), blocks=(2, 1), skip=False, scales=(2, 4), stem="low_res")
    assert UNetConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


@pytest.mark.parametrize("values", [{"depth": 3}, {"widths": 7}, {"widths": ["a", "b", "c"]}])
def test_a_damaged_config_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ConfigImpossible):
        UNetConfig.from_dict(values)


def test_unpooling_is_said_to_carry_positions() -> None:
    assert UNetConfig(upsampling="unpool", skip=False).positions_cross
    assert not UNetConfig(upsampling="bilinear", skip=False).positions_cross

"""What looks like damage and belongs to the photo: wires, writing, stars, glints. A finder must leave them alone.

Comes in: a photo in unit range, before its grain. Goes out: the same with things painted in, soft as the photo is.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from desktop_unet.imaging.defects.curves import stroke
from desktop_unet.imaging.defects.layers import Alpha, Layer, Paint, lay_over
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import UnitImage


def paint_lookalikes(photo_HWC: UnitImage, rng: Generator) -> None:
    """One kind of them, in place: stars where it is dark, else wires, writing, glints or round things."""
    extent = Extent(*photo_HWC.shape[:2])
    if photo_HWC.mean() < 0.25 and rng.random() < 0.6:
        layers = _stars(extent, rng)
    else:
        kind = str(rng.choice(("wires", "writing", "glints", "rounds"), p=(0.3, 0.35, 0.15, 0.2)))
        layers = _glints(photo_HWC, rng) if kind == "glints" else _DRAWN[kind](extent, rng)
    lay_over(photo_HWC, layers)


def _wires(extent: Extent, rng: Generator) -> list[Layer]:
    """Two to six lines that hang in parallel bows from side to side, even in width, and a pole."""
    x = np.linspace(-5, extent.width + 5, 24)
    slope, sag = rng.normal(0, 0.25), rng.uniform(0, 0.15) * extent.width
    bow = slope * x + sag * (1 - (2 * x / extent.width - 1) ** 2)
    tone, width, soft = rng.uniform(0, 0.35), rng.uniform(0.8, 2.6), rng.uniform(0.75, 1)
    paint, layers = Paint((tone, tone, tone)), []
    height, apart = rng.uniform(-0.1, 0.8) * extent.height, rng.uniform(6, 30)
    for number in range(int(rng.integers(2, 7))):
        points = np.stack([x, height + bow * (1 + 0.03 * number) + number * apart], axis=1)
        layers += stroke(extent, points.astype(np.float32), width, paint, soft)
    if rng.random() < 0.5:
        foot = rng.uniform(0, extent.width)
        pole = np.array([(foot, height), (foot + rng.normal(0, 3), extent.height + 5)], np.float32)
        layers += stroke(extent, pole, 3 * width, paint, 1.0)
    return [_softened(layer, rng) for layer in layers]


def _writing(extent: Extent, rng: Generator) -> list[Layer]:
    """Letters and numbers, light or dark, as on signs, plates and captions."""
    canvas = Image.new("L", (extent.width, extent.height))
    pen = ImageDraw.Draw(canvas)
    letters = np.array(list("ABCDEFGHIKLMNORSTUVWXabcdefghiklmnorstuw0123456789.-&"))
    for _ in range(int(rng.integers(1, 5))):
        font = ImageFont.load_default(float(rng.uniform(8, 40)))
        words = " ".join("".join(rng.choice(letters, int(rng.integers(2, 9)))) for _ in range(int(rng.integers(1, 4))))
        pen.text((rng.uniform(-0.1, 0.6) * extent.width, rng.uniform(0, 0.9) * extent.height), words, 255, font=font)
    turned = canvas.rotate(float(rng.normal(0, 8)), Image.Resampling.BILINEAR)
    tone = rng.uniform(0.75, 1) if rng.random() < 0.5 else rng.uniform(0, 0.25)
    alpha = np.asarray(turned, np.float32) * np.float32(rng.uniform(0.7, 1) / 255)
    return [_softened(Layer(0, 0, alpha, Paint((tone, tone, tone))), rng)]


def _stars(extent: Extent, rng: Generator) -> list[Layer]:
    """Round points of many sizes and of one softness, and no other shape among them."""
    alpha = np.zeros((extent.height, extent.width), np.float32)
    count = int(rng.integers(5, 60))
    alpha[rng.integers(extent.height, size=count), rng.integers(extent.width, size=count)] = rng.random(count) ** 2
    spread = float(rng.uniform(0.6, 1.3))
    layer = _blurred(Layer(0, 0, alpha, Paint((1.0, 1.0, 1.0))), spread)
    return [Layer(0, 0, np.minimum(layer.alpha_HW * np.float32(7 * spread**2), 1), layer.paint)]


def _rounds(extent: Extent, rng: Generator) -> list[Layer]:
    """One to twelve round things of one kind, light or dark: coins, buttons, lamps, fruit; each has its shade."""
    down, across = np.mgrid[0 : extent.height, 0 : extent.width].astype(np.float32)
    size, tone, layers = float(rng.uniform(3, 30)), rng.uniform(0.1, 1), []
    for _ in range(int(rng.integers(1, 13))):
        radius, ratio = size * rng.uniform(0.8, 1.25), rng.uniform(0.8, 1)
        y, x = rng.uniform(0, extent.height), rng.uniform(0, extent.width)
        distance = np.hypot(down - y, (across - x) / ratio)
        shade = np.clip(1 - rng.uniform(0, 0.5) * distance / radius, 0, 1)
        alpha = np.clip(radius - distance, 0, 1) * shade
        layers.append(_softened(Layer(0, 0, alpha.astype(np.float32), Paint((tone,) * 3)), rng))
    return layers


def _glints(photo_HWC: UnitImage, rng: Generator) -> list[Layer]:
    """Highlights: soft round lights on what is bright already."""
    extent = Extent(*photo_HWC.shape[:2])
    alpha = np.zeros((extent.height, extent.width), np.float32)
    bright = np.argwhere(photo_HWC[::2, ::2].mean(axis=2) > np.quantile(photo_HWC, 0.85))
    if not len(bright):
        return []
    down, across = np.mgrid[0 : extent.height, 0 : extent.width].astype(np.float32)
    for row, column in rng.choice(bright, min(len(bright), int(rng.integers(1, 5)))) * 2:
        radius, ratio = rng.uniform(0.8, 4), rng.uniform(0.4, 1)
        alpha += np.exp(-(((down - row) / radius) ** 2) - ((across - column) / (radius * ratio)) ** 2)
    tone = rng.uniform(0.9, 1)
    return [Layer(0, 0, np.minimum(alpha, 1), Paint((tone, tone, tone), "screen"))]


def _softened(layer: Layer, rng: Generator) -> Layer:
    """As soft as a lens makes it; a scratch is sharper than the photo that it is in."""
    return _blurred(layer, float(rng.uniform(0.5, 1.4)))


def _blurred(layer: Layer, spread_px: float) -> Layer:
    gray = Image.fromarray((layer.alpha_HW * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(spread_px))
    alpha: Alpha = np.asarray(gray, np.float32) / np.float32(255)
    return Layer(layer.top, layer.left, alpha, layer.paint)


_DRAWN = {"wires": _wires, "writing": _writing, "rounds": _rounds}

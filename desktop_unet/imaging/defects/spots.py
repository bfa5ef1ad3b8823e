"""Closed shapes: flakes, blobs and clouds of specks, as alphas that are put somewhere.

Comes in: a size in pixels and chance. Goes out: an (H, W) alpha.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFilter

from desktop_unet.imaging.defects.curves import clouds
from desktop_unet.imaging.defects.layers import Alpha

_FINE = 4


def flake(size_px: float, rng: Generator, *, corners: int = 9, roughness: float = 0.35, slim: float = 0.5) -> Alpha:
    """A closed outline around a middle, of any turn.

    Args:
        size_px: greatest diameter, 1 or more.
        rng: source of all chance.
        corners: of the outline.
        roughness: how much their distances from the middle differ, 0..1.
        slim: least ratio of width to length.
    """
    side = math.ceil(size_px) + 2
    angles = np.sort(rng.uniform(0, 2 * math.pi, corners))
    radii = size_px / 2 * (1 - roughness * rng.random(corners))
    ratio, turn = rng.uniform(slim, 1), rng.uniform(0, math.pi)
    across, down = radii * np.cos(angles), radii * ratio * np.sin(angles)
    x = side / 2 + across * math.cos(turn) - down * math.sin(turn)
    y = side / 2 + across * math.sin(turn) + down * math.cos(turn)
    return filled(np.stack([x, y], axis=1), side, side)


def filled(outline_N2: np.ndarray, height: int, width: int) -> Alpha:
    """The inside of an outline (x and y in pixels), with soft edges, as (height, width) alpha."""
    canvas = Image.new("L", (width * _FINE, height * _FINE))
    ImageDraw.Draw(canvas).polygon([(float(x) * _FINE, float(y) * _FINE) for x, y in outline_N2], fill=255)
    return np.asarray(canvas.reduce(_FINE), np.float32) / np.float32(255)


def blob(size_px: float, rng: Generator, *, edge: float = 0.12) -> Alpha:
    """A cloud cut at a level: a stain's outline, with bays and islands.

    Args:
        size_px: side of the square that holds it.
        rng: source of all chance.
        edge: how softly it ends, 0.02 (a line) to 0.5 (a shade).
    """
    side = max(6, round(size_px))
    down, across = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j].astype(np.float32)
    ratio = rng.uniform(0.6, 1.0)
    if rng.random() < 0.5:
        down, across = across, down
    distance = np.sqrt(down**2 + (across / ratio) ** 2)
    height = 0.75 - distance + 0.7 * (clouds((side, side), rng, 0, max(3, side // 5)) - 0.6)
    fine = 0.15 * (clouds((side, side), rng, 0, max(2, side // 14)) - 0.6)
    return np.asarray(np.clip((height + fine) / edge, 0, 1), np.float32)


def rimmed(alpha_HW: Alpha, rng: Generator) -> Alpha:
    """A stain that is fainter inside than at its rim, as dried drops are."""
    soft = Image.fromarray((alpha_HW * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(alpha_HW.shape[0] / 14))
    inside = np.asarray(soft, np.float32) / np.float32(255)
    return alpha_HW * (1 - np.float32(rng.uniform(0.2, 0.8)) * inside)


def specks(size_px: float, count: int, largest_px: float, rng: Generator, *, stretch: float = 1.0) -> Alpha:
    """Small dots, denser in the middle.

    Args:
        size_px: width of the cloud.
        count: of dots.
        largest_px: diameter of the largest.
        rng: source of all chance.
        stretch: the cloud's height as a multiple of its width.
    """
    width, height = math.ceil(size_px) + 4, math.ceil(size_px * stretch) + 4
    canvas = Image.new("L", (width * _FINE, height * _FINE))
    pen = ImageDraw.Draw(canvas)
    x = (0.5 + 0.17 * rng.standard_normal(count)) * width * _FINE
    y = (0.5 + 0.17 * rng.standard_normal(count)) * height * _FINE
    radii = _FINE * largest_px / 2 * (0.3 + 0.7 * rng.random(count) ** 2)
    for right, below, radius in zip(x.tolist(), y.tolist(), radii.tolist(), strict=True):
        pen.ellipse((right - radius, below - radius, right + radius, below + radius), fill=255)
    return np.asarray(canvas.reduce(_FINE), np.float32) / np.float32(255)

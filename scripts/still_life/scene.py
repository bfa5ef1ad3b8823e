"""Which shapes stand where, and how light reaches them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from still_life.noise import Floats
from still_life.shapes import Box, Leaf, Plane, Shape, Turned, Twig, ball, unit, vector
from still_life.surfaces import LOWER_BOOK, SURFACES, UPPER_BOOK

VASE = vector(-0.92, 0.0, -0.55)
WINDOW = vector(-4.4, 3.5, 2.7)
WINDOW_ACROSS = unit(vector(0.62, 0.0, 0.78)) * 0.85
WINDOW_UP = unit(vector(0.30, 1.0, -0.24)) * 1.10
SUNLIGHT = vector(1.0, 0.91, 0.76) * 2.9
SKYLIGHT = vector(0.52, 0.62, 0.80) * 0.36
BOUNCE = vector(0.75, 0.50, 0.36) * 0.18


def vase() -> list[Shape]:
    """Foot, belly and neck whose radii and slopes agree where they meet."""
    belly = (0.2704, 0.0, -0.95)
    return [
        Turned("glaze", VASE, (0.060, 0.0, 0.0), 0.0, 0.05, VASE),
        Turned("glaze", VASE + vector(0, 0.50, 0), belly, -0.47, 0.40, VASE),
        Turned("glaze", VASE + vector(0, 1.10, 0), (0.0424, 0.0, 1.90), -0.20, 0.17, VASE),
        Turned("inside", VASE + vector(0, 1.10, 0), (0.0404, 0.0, 1.80), -0.10, 0.165),
    ]


def branches(rng: np.random.Generator) -> list[Shape]:
    """Olive twigs that rise from the vase, with leaves in pairs and a few olives."""
    shapes: list[Shape] = []
    for lean, height in ((-0.62, 1.15), (-0.25, 1.45), (0.12, 1.30), (0.50, 1.25), (0.85, 0.85)):
        heading = vector(lean, 1.0, rng.uniform(-0.25, 0.35))
        start = VASE + vector(0.05 * lean, 1.05, 0.0)
        count = int(height / 0.13)
        for index in range(count):
            heading = heading + rng.normal(0, 0.10, 3).astype(np.float32) + vector(0.06 * lean, -0.06, 0)
            end = start + unit(heading) * 0.13
            shapes.append(Twig("bark", start, end, 0.018 - 0.012 * index / count))
            if index > 1:
                shapes += leaves(end, unit(heading), rng)
            if index > 3 and rng.random() < 0.30:
                shapes.append(ball("olive", end + rng.normal(0, 0.05, 3).astype(np.float32), 0.045))
            start = end
    return shapes


def leaves(at: Floats, heading: Floats, rng: np.random.Generator) -> list[Shape]:
    pair: list[Shape] = []
    sideways = unit(np.cross(heading, unit(rng.normal(0, 0.4, 3) + vector(0, 0.1, 1)).astype(np.float32)))
    for side in (-1.0, 1.0):
        towards = unit(side * sideways + 0.65 * heading + rng.normal(0, 0.18, 3).astype(np.float32))
        length = towards * rng.uniform(0.13, 0.19)
        width = unit(np.cross(length, unit(rng.normal(0, 0.45, 3) + vector(-0.2, 0.5, 0.8)).astype(np.float32)))
        centre = (at + length * 1.02).astype(np.float32)
        pair.append(Leaf("leaf", centre, length.astype(np.float32), width * rng.uniform(0.038, 0.052), rng.random()))
    return pair


def still_life(rng: np.random.Generator) -> list[Shape]:
    lower, upper = vector(*LOWER_BOOK), vector(*UPPER_BOOK)
    return [
        Plane("wood", 1, 0.0),
        Plane("brick", 2, -1.9),
        Box("lower book", vector(0.95, lower[1], -0.62), lower, 0.10),
        Box("upper book", vector(0.98, 2 * lower[1] + upper[1], -0.62), upper, -0.13),
        Box("gingham", vector(-0.25, 0.008, 0.55), vector(0.74, 0.008, 0.50), 0.32),
        Box("card", vector(1.02, 0.004, 0.72), vector(0.62, 0.004, 0.42), -0.22),
        ball("orange", vector(-0.42, 0.286, 0.42), 0.27),
        ball("orange", vector(0.06, 0.270, 0.12), 0.255),
        ball("lime", vector(0.06, 0.196, 0.72), 0.18),
        ball("orange", vector(1.22, 0.52 + 0.235, -0.62), 0.235),
        *vase(),
        *branches(rng),
    ]


@dataclass(frozen=True)
class Hits:
    """Per ray: distance (inf for none) and the number of the shape that was hit."""

    distance: Floats
    shape: NDArray[np.int32]


def trace(shapes: list[Shape], origins: Floats, directions: Floats) -> Hits:
    """The nearest hit of each ray; a shape is tried only by rays that pass through its ball."""
    nearest = np.full(len(origins), np.inf, dtype=np.float32)
    which = np.full(len(origins), -1, dtype=np.int32)
    for number, shape in enumerate(shapes):
        rays = _near(shape, origins, directions)
        distance = shape.hit(origins[rays], directions[rays])
        closer = distance < nearest[rays]
        nearest[rays[closer]] = distance[closer]
        which[rays[closer]] = number
    return Hits(nearest, which)


def _near(shape: Shape, origins: Floats, directions: Floats) -> NDArray[np.intp]:
    if shape.bound is None:
        return np.arange(len(origins))
    centre, radius = shape.bound
    to = centre - origins
    along = np.einsum("ij,ij->i", to, directions)
    off2 = np.einsum("ij,ij->i", to, to) - along * along
    return np.nonzero((off2 < radius**2) & (along > -radius))[0]


def window_light(origins: Floats, directions: Floats) -> Floats:
    """(N,) brightness of the window where a ray meets it: four panes between bars, dimmer below."""
    facing = unit(np.cross(WINDOW_ACROSS, WINDOW_UP))
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = ((WINDOW - origins) @ facing) / (directions @ facing)
        p = origins + distance[:, None] * directions - WINDOW
        u, v = p @ WINDOW_ACROSS / (WINDOW_ACROSS @ WINDOW_ACROSS), p @ WINDOW_UP / (WINDOW_UP @ WINDOW_UP)
        pane = (np.abs(u) < 1) & (np.abs(v) < 1) & (np.abs(u) > 0.06) & (np.abs(v) > 0.05) & (distance > 0)
        return np.where(pane, 0.8 + 0.35 * v, 0).astype(np.float32)


def shade(shapes: list[Shape], origins: Floats, directions: Floats, samples: Floats) -> Floats:
    """(N, 3) linear light that comes back along each ray.

    Args:
        samples: (N, 4) in [0, 1): a point on the window, a direction of the sky.
    """
    hits = trace(shapes, origins, directions)
    light = np.zeros_like(origins)
    seen = np.nonzero(hits.shape >= 0)[0]
    points = origins[seen] + directions[seen] * hits.distance[seen, None]
    normals, colours, gloss = _painted(shapes, hits.shape[seen], points, directions[seen])
    start = points + normals * 4e-3
    light[seen] = colours * (_sun(shapes, start, normals, samples[seen]) + _sky(shapes, start, normals, samples[seen]))
    light[seen] += _shine(shapes, start, normals, directions[seen], gloss)
    return light


def _painted(
    shapes: list[Shape], numbers: NDArray[np.int32], points: Floats, directions: Floats
) -> tuple[Floats, Floats, Floats]:
    normals, colours = np.zeros_like(points), np.zeros_like(points)
    gloss = np.zeros(len(points), dtype=np.float32)
    for number in np.unique(numbers):
        at = np.nonzero(numbers == number)[0]
        shape = shapes[number]
        paint = SURFACES[shape.surface](shape.local(points[at]))
        normal = shape.normal(points[at])
        facing = np.where(np.einsum("ij,ij->i", normal, directions[at]) > 0, -1, 1)[:, None]
        normals[at] = unit(normal * facing + paint.tilt)
        colours[at], gloss[at] = paint.colour, paint.gloss
    return normals, colours, gloss


def _sun(shapes: list[Shape], start: Floats, normals: Floats, samples: Floats) -> Floats:
    """Light from one point of the window per ray: soft shadows once rays are averaged."""
    u, v = samples[:, :1] * 2 - 1, samples[:, 1:2] * 2 - 1
    to = WINDOW + u * WINDOW_ACROSS + v * WINDOW_UP - start
    distance = np.linalg.norm(to, axis=1)
    to = to / distance[:, None]
    facing = np.maximum(np.einsum("ij,ij->i", to, normals), 0)
    free = trace(shapes, start, to).distance > distance
    return np.asarray((facing * free * (30 / distance**2))[:, None] * SUNLIGHT, dtype=np.float32)


def _sky(shapes: list[Shape], start: Floats, normals: Floats, samples: Floats) -> Floats:
    """Light of the room from one direction per ray; what is near darkens it and lends its warmth."""
    turn, up = 2 * np.pi * samples[:, 2], 2 * samples[:, 3] - 1
    flat = np.sqrt(1 - up**2)
    around = np.stack([flat * np.cos(turn), up, flat * np.sin(turn)], axis=1)
    to = unit((normals * 1.001 + around).astype(np.float32))
    free = np.clip(trace(shapes, start, to).distance / 1.3, 0, 1)[:, None]
    return np.asarray(free * SKYLIGHT * (0.75 + 0.25 * to[:, 1:2]) + (1 - free) * BOUNCE * 0.55, dtype=np.float32)


def _shine(shapes: list[Shape], start: Floats, normals: Floats, directions: Floats, gloss: Floats) -> Floats:
    """The window mirrored in what is glossy, more at grazing angles (Schlick's Fresnel)."""
    cosine = np.einsum("ij,ij->i", normals, directions)
    mirrored = unit(directions - 2 * cosine[:, None] * normals)
    fresnel = 0.045 + 0.955 * (1 - np.clip(-cosine, 0, 1)) ** 5
    light = np.zeros_like(start)
    at = np.nonzero(gloss > 0)[0]
    free = np.isinf(trace(shapes, start[at], mirrored[at]).distance) | (mirrored[at, 2] > 0)
    panes = window_light(start[at], mirrored[at]) * free
    room = 0.10 + 0.10 * np.clip(mirrored[at, 1], 0, 1)
    light[at] = (gloss[at] * fresnel[at] * (panes * 26 + room))[:, None] * vector(1.0, 0.97, 0.90)
    return light

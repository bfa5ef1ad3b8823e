"""Shapes that a ray can hit: each knows its distance, its normal and its own coordinates.

x goes right, y up, z towards the camera; the table is y = 0. ``origins`` and
``directions`` are (N, 3) float32, directions of length 1; distances are (N,), inf for a miss.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
NEAR = 1e-3


def vector(*xyz: float) -> Floats:
    return np.array(xyz, dtype=np.float32)


def unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), dtype=np.float32)


class Shape(Protocol):
    """``surface`` names the paint; ``bound`` is a ball (centre, radius) around it, None for planes."""

    surface: str
    bound: tuple[Floats, float] | None

    def hit(self, origins: Floats, directions: Floats) -> Floats: ...

    def normal(self, points: Floats) -> Floats: ...

    def local(self, points: Floats) -> Floats:
        """(N, 3) coordinates in which the surface is painted."""


@dataclass(frozen=True)
class Plane:
    """All points whose coordinate ``axis`` is ``level``."""

    surface: str
    axis: int
    level: float
    bound: None = None

    def hit(self, origins: Floats, directions: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = (self.level - origins[:, self.axis]) / directions[:, self.axis]
        return np.where(distance > NEAR, distance, np.inf).astype(np.float32)

    def normal(self, points: Floats) -> Floats:
        return np.broadcast_to(np.eye(3, dtype=np.float32)[self.axis], points.shape)

    def local(self, points: Floats) -> Floats:
        return points


@dataclass(frozen=True)
class Turned:
    """A turned body: squared radius ``a + b (y - y0) + c (y - y0)^2`` between two heights.

    c = -1 is a ball, other negative c an ellipsoid, c > 0 a waisted neck. ``painted_from``
    is the origin of the paint, so that parts of one vessel share theirs.
    """

    surface: str
    centre: Floats
    coefficients: tuple[float, float, float]
    low: float
    high: float
    painted_from: Floats | None = None

    @property
    def bound(self) -> tuple[Floats, float]:
        heights = np.linspace(self.low, self.high, 33)
        a, b, c = self.coefficients
        widest = np.sqrt(np.max(a + b * heights + c * heights**2))
        middle = self.centre + vector(0, (self.low + self.high) / 2, 0)
        return middle, float(np.hypot(widest, (self.high - self.low) / 2)) * 1.01

    def hit(self, origins: Floats, directions: Floats) -> Floats:
        (a, b, c), o, d = self.coefficients, origins - self.centre, directions
        qa = d[:, 0] ** 2 + d[:, 2] ** 2 - c * d[:, 1] ** 2
        qb = o[:, 0] * d[:, 0] + o[:, 2] * d[:, 2] - c * o[:, 1] * d[:, 1] - b * d[:, 1] / 2
        qc = o[:, 0] ** 2 + o[:, 2] ** 2 - a - b * o[:, 1] - c * o[:, 1] ** 2
        root = np.sqrt(np.maximum(qb * qb - qa * qc, 0))
        best = np.full(len(o), np.inf, dtype=np.float32)
        for distance in ((-qb - root) / qa, (-qb + root) / qa):
            y = o[:, 1] + distance * d[:, 1]
            good = (qb * qb > qa * qc) & (distance > NEAR) & (distance < best) & (y >= self.low) & (y <= self.high)
            best = np.where(good, distance, best).astype(np.float32)
        return best

    def normal(self, points: Floats) -> Floats:
        p = points - self.centre
        _, b, c = self.coefficients
        return unit(np.stack([p[:, 0], -b / 2 - c * p[:, 1], p[:, 2]], axis=1))

    def local(self, points: Floats) -> Floats:
        return points - (self.centre if self.painted_from is None else self.painted_from)


def ball(surface: str, centre: Floats, radius: float) -> Turned:
    return Turned(surface, centre, (radius**2, 0.0, -1.0), -radius, radius)


@dataclass(frozen=True)
class Box:
    """A box that stands level, turned about the vertical by ``turn`` (radians)."""

    surface: str
    centre: Floats
    half: Floats
    turn: float = 0.0

    @property
    def bound(self) -> tuple[Floats, float]:
        return self.centre, float(np.linalg.norm(self.half))

    @property
    def axes(self) -> Floats:
        c, s = np.cos(self.turn), np.sin(self.turn)
        return np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]], dtype=np.float32)

    def hit(self, origins: Floats, directions: Floats) -> Floats:
        o, d = self.local(origins), directions @ self.axes.T
        with np.errstate(divide="ignore", invalid="ignore"):
            low, high = (-self.half - o) / d, (self.half - o) / d
        enter = np.nanmax(np.minimum(low, high), axis=1)
        leave = np.nanmin(np.maximum(low, high), axis=1)
        return np.where((enter < leave) & (enter > NEAR), enter, np.inf).astype(np.float32)

    def normal(self, points: Floats) -> Floats:
        p = self.local(points) / self.half
        side = np.abs(p).argmax(axis=1)
        flat = np.zeros_like(p)
        rows = np.arange(len(p))
        flat[rows, side] = np.sign(p[rows, side])
        return flat @ self.axes

    def local(self, points: Floats) -> Floats:
        return np.asarray((points - self.centre) @ self.axes.T, dtype=np.float32)


@dataclass(frozen=True)
class Twig:
    """A thin round rod from ``start`` to ``end``."""

    surface: str
    start: Floats
    end: Floats
    radius: float

    @property
    def bound(self) -> tuple[Floats, float]:
        return (self.start + self.end) / 2, float(np.linalg.norm(self.end - self.start)) / 2 + self.radius

    def hit(self, origins: Floats, directions: Floats) -> Floats:
        along, o = self.end - self.start, origins - self.start
        length2, da, oa = along @ along, directions @ along, o @ along
        qa = length2 - da * da
        qb = length2 * (o * directions).sum(1) - oa * da
        qc = length2 * (o * o).sum(1) - oa * oa - self.radius**2 * length2
        inside = qb * qb - qa * qc
        distance = (-qb - np.sqrt(np.maximum(inside, 0))) / np.maximum(qa, 1e-9)
        at = oa + distance * da
        good = (inside > 0) & (distance > NEAR) & (at > 0) & (at < length2)
        return np.where(good, distance, np.inf).astype(np.float32)

    def normal(self, points: Floats) -> Floats:
        along, p = self.end - self.start, points - self.start
        return unit(p - np.outer(p @ along / (along @ along), along))

    def local(self, points: Floats) -> Floats:
        return points - self.start


@dataclass(frozen=True)
class Leaf:
    """A flat pointed leaf: ``length`` and ``width`` are half axes, square to each other."""

    surface: str
    centre: Floats
    length: Floats
    width: Floats
    shade: float = 0.5
    across: Floats = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "across", unit(np.cross(self.length, self.width)))

    @property
    def bound(self) -> tuple[Floats, float]:
        return self.centre, float(np.linalg.norm(self.length))

    def hit(self, origins: Floats, directions: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = ((self.centre - origins) @ self.across) / (directions @ self.across)
            along, beside, _ = self.local(origins + distance[:, None] * directions).T
            good = (distance > NEAR) & (np.abs(along) < 1) & (np.abs(beside) < (1 - along**2) * (1 - 0.3 * along))
        return np.where(good, distance, np.inf).astype(np.float32)

    def normal(self, points: Floats) -> Floats:
        beside = self.local(points)[:, 1:2]
        return unit(self.across + 0.45 * beside * unit(self.width))

    def local(self, points: Floats) -> Floats:
        p = points - self.centre
        along, beside = p @ self.length / (self.length @ self.length), p @ self.width / (self.width @ self.width)
        return np.stack([along, beside, np.full_like(along, self.shade)], axis=1)

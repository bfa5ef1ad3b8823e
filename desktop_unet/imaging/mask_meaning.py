"""What a picture that was given as a mask means, so that one which is no mask destroys nothing.

Comes in: the picture, and the photo it is for where that is known. Goes out: how strongly each pixel is marked, for
``mask``; None where the picture may mean anything. Three kinds are understood: black and white with soft edges,
transparency, and a copy of the photo in which something was painted over or erased.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.photo import CodePixels, Mask, Photo
from desktop_unet.imaging.ranges import to_8_bits

FILL, HALF = 255, 128
_COLOURED = 32
"""From this difference between channels on, in 8-bit codes, a pixel is not gray; lossy formats tint by less."""
_BLACK, _WHITE = 32, 223
_EDGES_SHARE, _RAMPS_SHARE = 0.2, 0.6
"""How much of a mask may be neither black nor white: where the gray is rough, and where it is smooth as an edge."""
_RAMP_STEP = 4.0
_SHADES = 2
"""A picture of so few shades is a mask, even if it has no black and no white."""
_STROKE_COLOURS, _STROKE_SHARE = 8, 0.95
_SAME, _SAME_SHARE = 8, 0.8
_NOISE, _LOSSY_STEP = 6, 24
_PAINT, _PAINT_SHARE = 48, 0.7
_EDGE_PX = 2

Bits = NDArray[np.bool_]


def meant_by(picture: Photo, photo: Photo | None) -> Mask | None:
    """How strongly each pixel is marked.

    Args:
        picture: what was given as a mask.
        photo: what it is for, of the same size; None where that is not known.

    Returns:
        (H, W) uint8, 0 keep to 255 fill, soft where the picture is; None where the picture is no mask.
    """
    codes = in_8_bits(picture.pixels)
    if picture.alpha is not None:
        alpha = in_8_bits(picture.alpha)
        if int(alpha.min()) < HALF:
            return _by_transparency(codes, alpha, photo)
    if photo is not None and not _distance(codes, in_8_bits(photo.pixels)).any():
        return None
    one_colour = _all_but_black_if_one_colour(codes)
    if one_colour is not None:
        return one_colour
    gray = _gray_if_a_mask(codes)
    if gray is not None and not (photo is not None and _shows(codes, photo, (gray > _BLACK) & (gray < _WHITE))):
        return gray
    return None if photo is None else _changed(picture, codes, photo)


def in_8_bits(values: CodePixels) -> NDArray[np.uint8]:
    """Codes of 8 or 16 bits as 8; 16 bits that hold 8-bit values or labels (0 and 1) are taken as these."""
    if values.dtype == np.uint8:
        return np.asarray(values, np.uint8)
    if int(values.max()) <= FILL:
        return values.astype(np.uint8)
    return to_8_bits(values)


def luma(codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Brightness of (..., 3) codes (ITU-R BT.601), the same number for what is gray."""
    wide = codes.astype(np.uint32)
    weighted: NDArray[np.uint32] = wide[..., 0] * 299 + wide[..., 1] * 587 + wide[..., 2] * 114
    return ((weighted + 500) // 1000).astype(np.uint8)


def _by_transparency(codes: NDArray[np.uint8], alpha: NDArray[np.uint8], photo: Photo | None) -> Mask | None:
    """Strokes on a transparent ground mark; so do the holes that were erased in a photo."""
    visible = alpha >= HALF
    if not visible.any():
        return np.zeros_like(alpha)
    seen = codes[visible]
    if not (photo is not None and _shows(codes, photo, visible)) and _is_drawn(seen):
        white = visible & (luma(codes) >= HALF)
        marks = white if white.any() and _is_gray(seen) else visible
        return np.where(marks, FILL, 0).astype(np.uint8)
    return np.bitwise_not(alpha)


def _is_drawn(seen: NDArray[np.uint8]) -> bool:
    """Whether (N, 3) pixels are of a few colours, as strokes are, and photos are not."""
    coarse = seen.astype(np.int32) >> 4
    counts = np.bincount(coarse[:, 0] * 256 + coarse[:, 1] * 16 + coarse[:, 2], minlength=4096)
    return bool(np.sort(counts)[-_STROKE_COLOURS:].sum() >= _STROKE_SHARE * len(seen))


def _all_but_black_if_one_colour(codes: NDArray[np.uint8]) -> Mask | None:
    """Labels (0 and 1), palettes of two, strokes of one colour on black: how bright that colour is plays no part."""
    marked = codes.any(axis=2)
    if not marked.any():
        return np.zeros(marked.shape, np.uint8)
    colour = codes.reshape(-1, 3)[int(np.argmax(marked))]
    is_one = bool(((codes == colour).all(axis=2) == marked).all())
    return np.where(marked, FILL, 0).astype(np.uint8) if is_one else None


def _is_gray(codes: NDArray[np.uint8]) -> bool:
    return bool((codes.max(axis=-1) - codes.min(axis=-1)).max() < _COLOURED)


def _gray_if_a_mask(codes: NDArray[np.uint8]) -> Mask | None:
    """The picture's brightness, where nearly all of it is black or white, or goes softly from one to the other."""
    if not _is_gray(codes):
        return None
    gray = luma(codes)
    if np.count_nonzero(np.bincount(gray.reshape(-1), minlength=256)) <= _SHADES:
        return gray
    between = (gray > _BLACK) & (gray < _WHITE)
    share = float(between.mean())
    if share <= _EDGES_SHARE or (share <= _RAMPS_SHARE and _is_smooth(gray, between)):
        return gray
    return None


def _is_smooth(gray: NDArray[np.uint8], between: Bits) -> bool:
    """Whether brightness bends little, as it does in edges made by a soft brush."""
    values = gray.astype(np.int16)
    bends = np.abs(2 * values[:, 1:-1] - values[:, :-2] - values[:, 2:])
    inside = between[:, 1:-1]
    return bool(inside.any()) and float(bends[inside].mean()) < _RAMP_STEP


def _shows(codes: NDArray[np.uint8], photo: Photo, where: Bits) -> bool:
    """Whether the picture is the photo itself there, in colour or in gray."""
    if not where.any():
        return False
    original = in_8_bits(photo.pixels)[where]
    seen = codes[where]
    colours = _distance(seen, original) <= _SAME
    grays = np.abs(luma(seen).astype(np.int16) - luma(original)) <= _SAME
    return max(float(colours.mean()), float(grays.mean())) >= _SAME_SHARE


def _distance(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The greatest difference among the three channels."""
    apart: NDArray[np.uint8] = np.zeros(one.shape[:-1], np.uint8)
    for channel in range(3):
        first, second = one[..., channel], other[..., channel]
        np.maximum(apart, np.maximum(first, second) - np.minimum(first, second), out=apart)
    return apart


def _changed(picture: Photo, codes: NDArray[np.uint8], photo: Photo) -> Mask | None:
    """Where a copy of the photo was painted over; None where that is not certain.

    Certain is: at least half of the pixels are the photo's, to the value; or nearly so, as after JPEG, and what
    differs is of one colour.
    """
    original = in_8_bits(photo.pixels)
    is_converted = picture.is_gray and not photo.is_gray
    if is_converted:
        original = np.repeat(luma(original)[..., None], 3, axis=2)
    apart = _distance(codes, original)
    # Whoever made gray of the photo may have rounded otherwise.
    changed = apart > (1 if is_converted or picture.depth_bits != photo.depth_bits else 0)
    if not changed.any():
        return None
    if changed.mean() > 0.5 or (changed & (apart <= _NOISE)).mean() > 0.01:
        changed = _painted_after_losses(codes, apart)
    return np.where(changed, FILL, 0).astype(np.uint8) if 0 < changed.mean() <= 0.5 else None


def _painted_after_losses(codes: NDArray[np.uint8], apart: NDArray[np.uint8]) -> Bits:
    """What was painted in one colour on a copy that a lossy format has changed a little; nothing if unsure."""
    nothing = np.zeros(apart.shape, np.bool_)
    usual = float(np.quantile(apart, 0.5))
    changed = apart > max(_LOSSY_STEP, 4 * usual)
    if usual > _NOISE or not changed.any():
        return nothing
    colour = np.median(codes[changed], axis=0)
    near = np.abs(codes[changed] - colour).max(axis=1) <= _PAINT
    if near.mean() < _PAINT_SHARE:
        return nothing
    painted = nothing.copy()
    painted[changed] = near
    return _spread(painted, _EDGE_PX)


def _spread(bits: Bits, px: int) -> Bits:
    """What is set, and so many pixels above, below and beside it: lossy formats blur the edges of what was painted."""
    for axis in (0, 1):
        spread = bits.copy()
        for step in range(1, px + 1):
            first, last = [slice(None)] * 2, [slice(None)] * 2
            first[axis], last[axis] = slice(step, None), slice(None, -step)
            spread[tuple(first)] |= bits[tuple(last)]
            spread[tuple(last)] |= bits[tuple(first)]
        bits = spread
    return bits

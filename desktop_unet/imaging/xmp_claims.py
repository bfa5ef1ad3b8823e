"""What XMP claims of a photo's pixels and parts, kept true: regions, panoramas, gain maps, videos.

Comes in: a packet as the file had it. Goes out: the packet of the upright photo, of another size, without promises of
parts that were not carried. Everything else in it stays as it is to the byte. What is looked for has a length, so that
no packet takes for ever.

Source: MWG Guidelines for Handling Image Metadata 2.0, section 5.9; Microsoft's People Tagging; Google's Photo Sphere,
Ultra HDR, Motion Photo and Dynamic Depth formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_unet.imaging.geometry import Extent
from desktop_unet.phrases import Phrase

_GAIN_MAP, _VIDEO, _DEPTH = Phrase("a gain map (HDR)"), Phrase("a video"), Phrase("depth or a further picture")
_OTHERS = Phrase("further parts")
_MORE, _MOVED = Phrase("a continuation"), Phrase("regions of a kind that cannot be turned")
_ANY, _OF_MOTION = rb"\w+", rb"(?:MotionPhoto|MicroVideo)\w*"
_PROMISES: tuple[tuple[bytes, bytes, Phrase], ...] = (
    (rb"http://ns\.adobe\.com/hdr-gain-map/[^\"']*", _ANY, _GAIN_MAP),
    (rb"http://ns\.apple\.com/HDRGainMap/[^\"']*", _ANY, _GAIN_MAP),
    (rb"http://ns\.apple\.com/pixeldatainfo/[^\"']*", _ANY, _DEPTH),
    (rb"http://ns\.\w+\.com/photos/1\.0/camera/", _OF_MOTION, _VIDEO),
    (rb"http://ns\.google\.com/photos/1\.0/(?:depthmap|image|audio|focus)/", _ANY, _DEPTH),
    (rb"http://ns\.google\.com/photos/dd/[^\"']*", _ANY, _DEPTH),
    (rb"http://ns\.google\.com/photos/1\.0/container/", _ANY, _OTHERS),
    (rb"http://ns\.adobe\.com/xmp/note/", rb"HasExtendedXMP", _MORE),
)
"""Namespace, names in it, and what they promise; none of these parts is carried."""

_NUMBER = rb"[-+\d.eE]+"
_AREAS = re.compile(rb"<mwg-rs:Area\b[^>]{0,2000}/>|<mwg-rs:Area\b.{0,2000}?</mwg-rs:Area>", re.DOTALL)
_AREA_VALUE = re.compile(rb"(stArea:([xywh])(?:>|\s*=\s*[\"'])\s*)(" + _NUMBER + rb")")
_RECTANGLE = re.compile(rb"(MPReg:Rectangle(?:>|\s*=\s*[\"'])\s*)" + rb"\s*,\s*".join([rb"(" + _NUMBER + rb")"] * 4))
_REGIONS_OF_IPTC = re.compile(rb"<Iptc4xmpExt:ImageRegion\b.{0,20000}?</Iptc4xmpExt:ImageRegion>", re.DOTALL)
_DIMENSIONS = re.compile(
    rb"<mwg-rs:AppliedToDimensions\b[^>]{0,2000}/>|"
    rb"<mwg-rs:AppliedToDimensions\b.{0,2000}?</mwg-rs:AppliedToDimensions>",
    re.DOTALL,
)
_DIMENSION = re.compile(rb"(stDim:([wh])(?:>|\s*=\s*[\"'])\s*)" + _NUMBER)
_PANORAMA = re.compile(
    rb"(GPano:(?:FullPano|CroppedArea(?:Image)?)(Width|Height|Left|Top)Pixels(?:>|\s*=\s*[\"'])\s*)(" + _NUMBER + rb")"
)
_CROPPED = rb"GPano:CroppedAreaImage%sPixels(?:>|\s*=\s*[\"'])\s*(" + _NUMBER + rb")"

_PLACES = (rb"mwg-rs:Regions", rb"MP:RegionInfo", rb"Iptc4xmpExt:ImageRegion", rb"GPano:\w+")
"""What names parts of the photo, and where it lies in a panorama."""

_ELEMENTS_AT_MOST = 1000
_NO_PLACE = 1000.0

_TURNED, _UPSIDE_DOWN, _MIRRORED = (5, 6, 7, 8), (3, 4, 7, 8), (2, 3, 6, 7)


def turned_regions(block: bytes, orientation: int) -> tuple[bytes, tuple[Phrase, ...]]:
    """The packet with its face regions where they lie in the upright photo, and what had to be removed.

    Args:
        block: of a photo that was turned.
        orientation: EXIF's, 1 to 8, by which it was.
    """
    if orientation == 1:
        return block, ()
    block = _AREAS.sub(lambda area: _turned_area(area.group(0), orientation), block)
    block = _RECTANGLE.sub(lambda found: _turned_rectangle(found, orientation), block)
    block, removed = _REGIONS_OF_IPTC.subn(b"", block)
    return block, (_MOVED,) if removed else ()


def without_regions(block: bytes) -> tuple[bytes, bool]:
    """The packet of a photo that was cropped or straightened: without places in it; whether there were any."""
    removed = 0
    for name in _PLACES:
        block, of_elements = _without_elements(block, name)
        block, of_attributes = re.subn(rb"\s" + name + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", block)
        removed += of_elements + of_attributes
    return block, removed > 0


def without_promises(block: bytes) -> tuple[bytes, tuple[Phrase, ...]]:
    """The packet without what it says of parts that are not carried, and these parts."""
    gone: list[Phrase] = []
    for space, names, part in _PROMISES:
        for prefix in _prefixes(block, space):
            name = re.escape(prefix) + rb":" + names
            block, of_elements = _without_elements(block, name)
            block, of_attributes = re.subn(rb"\s" + name + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", b"", block)
            if of_elements + of_attributes:
                gone.append(part)
    named = tuple(dict.fromkeys(gone))
    # A list of parts says nothing that the parts themselves do not say.
    return block, tuple(part for part in named if part is not _OTHERS or len(named) == 1)


def _without_elements(block: bytes, name: bytes) -> tuple[bytes, int]:
    """The packet without elements of such names, and how many they were."""
    start, kept, at, removed = re.compile(rb"<(" + name + rb")\b[^>]{0,10000}>"), b"", 0, 0
    for _ in range(_ELEMENTS_AT_MOST):
        found = start.search(block, at)
        if found is None:
            break
        closing = b"</" + found.group(1) + b">"
        end = -1 if found.group(0).endswith(b"/>") else block.find(closing, found.end())
        kept += block[at : found.start()]
        at = found.end() if end < 0 else end + len(closing)
        removed += 1
    return kept + block[at:], removed


def with_sizes(block: bytes, extent: Extent) -> bytes:
    """The packet with panorama and regions told in pixels of a photo of this size."""

    def of_regions(dimensions: re.Match[bytes]) -> bytes:
        sizes = {b"w": extent.width, b"h": extent.height}
        return _DIMENSION.sub(lambda found: found.group(1) + b"%d" % sizes[found.group(2)], dimensions.group(0))

    return _with_panorama(_DIMENSIONS.sub(of_regions, block), extent)


def _prefixes(block: bytes, space: bytes) -> Iterator[bytes]:
    """What a namespace is called in this packet."""
    found = re.findall(rb"xmlns:([\w.-]+)\s*=\s*[\"']" + space + rb"[\"']", block)
    yield from dict.fromkeys(found)


def _turned_area(area: bytes, orientation: int) -> bytes:
    """An area is told by its centre."""
    try:
        values = {name: float(number) for _, name, number in _AREA_VALUE.findall(area)}
        turned = _turned(values[b"x"], values[b"y"], values.get(b"w", 0.0), values.get(b"h", 0.0), orientation)
        new = dict(zip((b"x", b"y", b"w", b"h"), map(_told, turned), strict=True))
    except (KeyError, ValueError):
        return area
    return _AREA_VALUE.sub(lambda found: found.group(1) + new[found.group(2)], area)


def _turned_rectangle(found: re.Match[bytes], orientation: int) -> bytes:
    """A rectangle is told by its upper left corner."""
    try:
        left, top, width, height = (float(number) for number in found.groups()[1:])
        x, y, width, height = _turned(left + width / 2, top + height / 2, width, height, orientation)
        return found.group(1) + b", ".join(map(_told, (x - width / 2, y - height / 2, width, height)))
    except ValueError:
        return found.group(0)


def _turned(x: float, y: float, width: float, height: float, orientation: int) -> tuple[float, float, float, float]:
    """Centre and size, in parts of the photo, as ``vips_reading.upright`` turns pixels."""
    if orientation in _TURNED:
        x, y, width, height = y, x, height, width
    return 1 - x if orientation in _MIRRORED else x, 1 - y if orientation in _UPSIDE_DOWN else y, width, height


def _told(value: float) -> bytes:
    if not abs(value) < _NO_PLACE:
        raise ValueError(value)
    return f"{value:.6f}".rstrip("0").rstrip(".").encode()


def _with_panorama(block: bytes, extent: Extent) -> bytes:
    """All five sizes by the factor by which the photo differs from what the packet says it is."""
    width, height = (re.search(_CROPPED % name, block) for name in (b"Width", b"Height"))
    try:
        across = extent.width / float(width.group(1)) if width else 1.0
        down = extent.height / float(height.group(1)) if height else 1.0
    except (ValueError, ZeroDivisionError):
        return block
    factors = {b"Width": across, b"Left": across, b"Height": down, b"Top": down}
    return _PANORAMA.sub(lambda found: _scaled(found, factors[found.group(2)]), block)


def _scaled(found: re.Match[bytes], factor: float) -> bytes:
    try:
        return found.group(1) + b"%d" % round(float(found.group(3)) * factor)
    except (ValueError, OverflowError):
        return found.group(0)

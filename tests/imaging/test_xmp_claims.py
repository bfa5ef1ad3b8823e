"""What XMP says of faces, panoramas and further parts is still so in the written photo."""

import re
import time
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PIL import Image

from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.xmp_claims import turned_regions, with_sizes, without_promises
from tests.imaging.samples import encoded

FACE = (slice(8, 20), slice(30, 48))
SHAPE = (40, 60)
SPACES = (
    b'xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" '
    b'xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#" '
    b'xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#" '
    b'xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#" '
    b'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def packet(content: bytes, attributes: bytes = b"") -> bytes:
    return (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b"<rdf:Description "
        + SPACES
        + attributes
        + b' dc:title="Lake">'
        + content
        + b"</rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def told(kind: str) -> bytes:
    """The face in parts of the stored picture, as each program writes it."""
    (top, bottom), (left, right) = ((side.start, side.stop) for side in FACE)
    height, width = SHAPE
    x, y, w, h = left / width, top / height, (right - left) / width, (bottom - top) / height
    if kind.startswith("Microsoft"):
        rectangle = b"%f, %f, %f, %f" % (x, y, w, h)
        if "attribute" in kind:
            return packet(b'<rdf:li MPReg:Rectangle="' + rectangle + b'"/>')
        return packet(b"<MPReg:Rectangle>" + rectangle + b"</MPReg:Rectangle>")
    values = {b"x": x + w / 2, b"y": y + h / 2, b"w": w, b"h": h}
    if "attribute" in kind:
        inner = b" ".join(b'stArea:%s="%f"' % pair for pair in values.items())
        return packet(b"<mwg-rs:Area " + inner + b' stArea:unit="normalized"/>')
    inner = b"".join(b"<stArea:%s>%f</stArea:%s>" % (name, value, name) for name, value in values.items())
    return packet(b'<mwg-rs:Area rdf:parseType="Resource">' + inner + b"</mwg-rs:Area>")


def box(xmp: bytes, kind: str) -> tuple[float, float, float, float]:
    """Left, top, width, height; by an XML parser, so that the packet must be whole."""
    ElementTree.fromstring(xmp)
    if kind.startswith("Microsoft"):
        return tuple(map(float, re.search(rb"MPReg:Rectangle[>=\"]+([^<\"]+)", xmp).group(1).split(b",")))
    found = {name: float(value) for name, value in re.findall(rb"stArea:(\w)[>=\"]+([\d.]+)", xmp)}
    return found[b"x"] - found[b"w"] / 2, found[b"y"] - found[b"h"] / 2, found[b"w"], found[b"h"]


@pytest.mark.parametrize("kind", ["MWG element", "MWG attribute", "Microsoft element", "Microsoft attribute"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_region_covers_the_same_pixels_after_turning(tmp_path, orientation, kind):
    stored = np.zeros((*SHAPE, 3), np.uint8)
    stored[FACE] = 255
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = encoded(Image.fromarray(stored), "JPEG", quality=100, subsampling=0, exif=exif, xmp=told(kind))
    (tmp_path / "in.jpg").write_bytes(content)
    found = read_photo(write_photo(read_photo(tmp_path / "in.jpg"), tmp_path / "out.jpg").path)
    rows, columns = np.nonzero(found.pixels[..., 0] > 128)
    left, top, width, height = box(found.metadata.xmp, kind)
    seen = (columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1)
    assert (left * found.width, top * found.height, width * found.width, height * found.height) == pytest.approx(
        seen, abs=0.02
    )


def test_regions_that_cannot_be_turned_are_removed_with_a_note_and_stay_where_nothing_is_turned():
    block = packet(b"<Iptc4xmpExt:ImageRegion><a/></Iptc4xmpExt:ImageRegion>")
    assert turned_regions(block, 1) == (block, ())
    after, gone = turned_regions(block, 6)
    assert (after, len(gone)) == (packet(b""), 1)


PANORAMA = {
    b"FullPanoWidth": (400, 800),
    b"FullPanoHeight": (200, 600),
    b"CroppedAreaImageWidth": (60, 120),
    b"CroppedAreaImageHeight": (40, 120),
}


@pytest.mark.parametrize("is_attribute", [False, True])
def test_sizes_of_a_panorama_grow_with_the_photo(is_attribute):
    shape = b' GPano:%sPixels="%d"' if is_attribute else b"<GPano:%sPixels>%d</GPano:%sPixels>"

    def block(which: int) -> bytes:
        sizes = {**PANORAMA, b"CroppedAreaLeft": (100, 200), b"CroppedAreaTop": (20, 60)}
        parts = [shape % ((name, of[which]) if is_attribute else (name, of[which], name)) for name, of in sizes.items()]
        space = b' xmlns:GPano="http://ns.google.com/photos/1.0/panorama/"'
        return packet(b"", space + b"".join(parts)) if is_attribute else packet(b"".join(parts), space)

    assert with_sizes(block(0), Extent(120, 120)) == block(1)
    assert with_sizes(block(1), Extent(120, 120)) == block(1)


def test_regions_apply_to_the_size_that_was_written():
    block = packet(b'<mwg-rs:AppliedToDimensions stDim:w="9" stDim:h="8" stDim:unit="pixel"/>')
    assert with_sizes(block, Extent(20, 30)) == block.replace(b'"9"', b'"30"').replace(b'"8"', b'"20"')


PROMISES = {
    "gain map": (b"http://ns.adobe.com/hdr-gain-map/1.0/", b"Version"),
    "gain map of Apple": (b"http://ns.apple.com/HDRGainMap/1.0/", b"HDRGainMapVersion"),
    "video": (b"http://ns.google.com/photos/1.0/camera/", b"MotionPhoto"),
    "video of before": (b"http://ns.google.com/photos/1.0/camera/", b"MicroVideoOffset"),
    "depth": (b"http://ns.google.com/photos/1.0/depthmap/", b"Format"),
    "picture": (b"http://ns.google.com/photos/1.0/image/", b"Data"),
    "container": (b"http://ns.google.com/photos/1.0/container/", b"Directory"),
    "continuation": (b"http://ns.adobe.com/xmp/note/", b"HasExtendedXMP"),
}


@pytest.mark.parametrize("form", ["attribute", "element", "empty element"])
@pytest.mark.parametrize("promise", PROMISES)
def test_promises_of_parts_that_are_gone_are_removed_with_a_note(tmp_path, promise, form):
    """Whatever the namespace is called in the packet; what else its namespace says stays."""
    space, name = PROMISES[promise]
    declared = b' xmlns:any="' + space + b'"'
    forms = {
        "attribute": (b"", b' any:%s="1"' % name),
        "element": (b"<any:%s><rdf:Seq><rdf:li>secret</rdf:li></rdf:Seq></any:%s>" % (name, name), b""),
        "empty element": (b'<any:%s rdf:resource="1"/>' % name, b""),
    }
    content, attributes = forms[form]
    image = encoded(Image.new("RGB", (20, 10)), "JPEG", xmp=packet(content, declared + attributes))
    (tmp_path / "in.jpg").write_bytes(image)
    found = read_photo(tmp_path / "in.jpg")
    assert found.metadata.xmp == packet(b"", declared)
    assert sum("XMP speaks of" in note for note in found.notes) == 1
    assert write_photo(found, tmp_path / "out.png").notes == ()


def test_what_a_camera_says_beside_its_video_stays():
    declared = b' xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:SpecialTypeID="portrait"'
    assert without_promises(packet(b"", declared)) == (packet(b"", declared), ())


@pytest.mark.parametrize(
    "endless", [b"<any:a>", b"<any:a ", b'<any:a b="', b"<mwg-rs:Area ", b"<mwg-rs:Area>", b"<Iptc4xmpExt:ImageRegion>"]
)
def test_no_packet_takes_for_ever(endless):
    block = b' xmlns:any="http://ns.adobe.com/hdr-gain-map/1.0/"' + endless * (200_000 // len(endless))
    before = time.process_time()
    with_sizes(turned_regions(without_promises(block)[0], 6)[0], Extent(3, 4))
    assert time.process_time() - before < 10

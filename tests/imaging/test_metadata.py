"""What travels with a photo comes through every format that has a place for it; what does not is named."""

import struct
from dataclasses import replace

import numpy as np
import pytest
import tifffile
from PIL import Image, TiffImagePlugin

from desktop_unet.imaging import encoding
from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.exif import sized_xmp, upright_xmp
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.iptc import as_photoshop_block, as_png_text, iptc_records, of_png_text
from desktop_unet.imaging.photo import Metadata, Photo
from tests.imaging.samples import noise, smooth, srgb_profile

XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:Description dc:title="Lake" tiff:Orientation="1" exif:PixelXDimension="53" exif:PixelYDimension="37"/>'
    b'</x:xmpmeta><?xpacket end="w"?>'
)
IPTC = b"\x1c\x02\x00\x00\x02\x00\x04\x1c\x02\x69\x00\x07At last\x1c\x02\x78\x00\x04Lake"
HOLDS = {
    ".jpg": {"exif", "xmp", "iptc"},
    ".png": {"exif", "xmp", "iptc"},
    ".tif": {"exif", "xmp", "iptc"},
    ".webp": {"exif", "xmp"},
    ".avif": {"exif", "xmp"},
    ".gif": set(),
    ".bmp": set(),
}


def exif(**more: object) -> bytes:
    block = Image.Exif()
    block[0x010F] = "Camera works"
    block.get_ifd(0x8769).update({0x9003: "2024:05:06 07:08:09", 0xA002: 4000, 0xA003: 3000})
    block.get_ifd(0x8825)[1] = "N"
    for tag, value in more.items():
        block[int(tag, 16)] = value
    return block.tobytes()


def taken(**blocks: bytes | None) -> Photo:
    given = {"exif": exif(), "xmp": XMP, "iptc": IPTC, **blocks}
    return Photo(smooth(), metadata=Metadata(**given, dots_per_inch=(300.0, 150.0)), icc_profile=srgb_profile())


def parsed(block: bytes) -> Image.Exif:
    found = Image.Exif()
    found.load(block)
    return found


@pytest.mark.parametrize("suffix", HOLDS)
def test_each_format_carries_what_it_has_a_place_for_and_names_the_rest(tmp_path, suffix):
    written = write_photo(taken(), tmp_path / f"photo{suffix}")
    found = read_photo(written.path).metadata
    assert (found.exif is not None) == ("exif" in HOLDS[suffix])
    assert found.xmp == (XMP if "xmp" in HOLDS[suffix] else None)
    assert found.iptc == (IPTC if "iptc" in HOLDS[suffix] else None)
    for name in ("exif", "xmp", "iptc"):
        assert any(name.upper() in note for note in written.notes) == (name not in HOLDS[suffix])


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".avif"])
def test_the_size_that_exif_tells_is_that_of_the_written_photo(tmp_path, suffix):
    write_photo(taken(), tmp_path / f"photo{suffix}")
    camera = parsed(read_photo(tmp_path / f"photo{suffix}").metadata.exif).get_ifd(0x8769)
    assert (camera[0xA002], camera[0xA003]) == (53, 37)
    assert camera[0x9003] == "2024:05:06 07:08:09"


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".avif"])
def test_the_size_that_xmp_tells_is_that_of_the_written_photo(tmp_path, suffix):
    write_photo(replace(taken(), pixels=smooth(74, 106)), tmp_path / f"large{suffix}")
    found = read_photo(tmp_path / f"large{suffix}").metadata.xmp
    assert b'exif:PixelXDimension="106" exif:PixelYDimension="74"' in found


def test_xmp_sizes_as_elements_and_small_pictures_in_xmp():
    block = b"<tiff:ImageWidth>9</tiff:ImageWidth><tiff:ImageLength>8</tiff:ImageLength>"
    assert sized_xmp(block, Extent(20, 30)) == block.replace(b"9", b"30").replace(b"8", b"20")
    assert upright_xmp(b"<a/><xmp:Thumbnails>\n<x>SMALL</x></xmp:Thumbnails><b/>") == b"<a/><b/>"


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".avif"])
def test_resolution_travels_along(tmp_path, suffix):
    found = read_photo(write_photo(taken(), tmp_path / f"photo{suffix}").path)
    assert found.metadata.dots_per_inch == pytest.approx((300.0, 150.0), rel=1e-3)


@pytest.mark.parametrize("suffix", HOLDS)
def test_stripping_leaves_nothing_but_colours_and_says_nothing(tmp_path, suffix):
    written = write_photo(taken(), tmp_path / f"photo{suffix}", strip_metadata=True)
    found = read_photo(written.path)
    assert found.metadata == Metadata(dots_per_inch=found.metadata.dots_per_inch)
    content = written.path.read_bytes()
    for secret in (b"Camera works", b"Lake", b"At last", b"2024:05:06", IPTC.hex().encode()):
        assert secret not in content
    assert not any("without" in note for note in written.notes)


TOO_LARGE_OR_BROKEN = {
    "EXIF of 100 kB": {"exif": exif(**{"010e": "x" * 100_000})},
    "EXIF that makes no sense": {"exif": b"Exif\0\0nonsense"},
    "EXIF that points outside": {"exif": b"Exif\0\0II*\0\xff\xff\xff\0" + bytes(40)},
    "XMP of 200 kB": {"xmp": XMP + b" " * 200_000},
    "XMP with zeros in it": {"xmp": b"a\0b" * 50},
    "IPTC of 140 kB": {"iptc": IPTC * 5000},
}


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".avif"])
@pytest.mark.parametrize("case", TOO_LARGE_OR_BROKEN)
def test_a_block_that_cannot_be_carried_is_dropped_with_a_note_and_the_photo_is_written(tmp_path, case, suffix):
    photo = taken(**TOO_LARGE_OR_BROKEN[case])
    written = write_photo(photo, tmp_path / f"photo{suffix}")
    found = read_photo(written.path)
    assert found.extent == photo.extent
    name = case[:4].strip().lower()
    kept = getattr(found.metadata, name)
    noted = any(name.upper() in note for note in written.notes)
    if "EXIF" in case:
        is_kept = kept is not None and parsed(kept).get(0x010F) == "Camera works"
        assert is_kept or noted or "kB" not in case
        assert not (is_kept and noted)
    else:
        assert noted == (kept != getattr(photo.metadata, name))


def test_metadata_that_the_codec_refuses_does_not_cost_the_photo(tmp_path, monkeypatch):
    import pyvips

    real = encoding._save_once

    def refuses(image, path, format_, options):
        if options["keep"] & pyvips.enums.ForeignKeep.XMP:
            raise pyvips.Error("this block is not to my taste")
        real(image, path, format_, options)

    monkeypatch.setattr(encoding, "_save_once", refuses)
    written = write_photo(taken(), tmp_path / "photo.png")
    assert np.array_equal(read_photo(written.path).pixels, smooth())
    assert read_photo(written.path).icc_profile == srgb_profile()
    assert {note.split("without ")[1][:4] for note in written.notes} == {"XMP:", "IPTC"}


def test_a_block_that_says_nothing_is_not_missed(tmp_path):
    empty = Image.Exif()
    empty[0x0112] = 1
    assert write_photo(taken(exif=empty.tobytes()), tmp_path / "photo.png").notes == ()


def test_notes_of_the_maker_travel_along_in_jpeg(tmp_path):
    block = Image.Exif()
    block[0x010F] = "Camera works"
    block.get_ifd(0x8769)[0x927C] = b"secret of the maker"
    found = read_photo(write_photo(taken(exif=block.tobytes()), tmp_path / "photo.jpg").path)
    assert parsed(found.metadata.exif).get_ifd(0x8769)[0x927C] == b"secret of the maker"


def resource(id_: int, content: bytes, name: bytes = b"\0\0") -> bytes:
    return b"8BIM" + struct.pack(">H", id_) + name + struct.pack(">I", len(content)) + content + bytes(len(content) % 2)


def test_iptc_is_found_among_the_other_resources_which_stay_behind():
    thumbnail = resource(0x040C, b"SMALL PICTURE", name=b"\x04name\0")
    block = b"Photoshop 3.0\0" + thumbnail + resource(0x0404, IPTC) + resource(0x03ED, bytes(16))
    assert iptc_records(block) == IPTC
    assert iptc_records(as_photoshop_block(IPTC)) == IPTC
    assert iptc_records(IPTC + bytes(3)) == IPTC
    assert of_png_text(as_png_text(IPTC)) == IPTC


@pytest.mark.parametrize(
    "block", [b"", b"Photoshop 3.0\0", b"8BIM\4\4", b"nonsense", b"\x1c", b"\x1c\x02\x05\xff\xff", b"8BIM\4\4\xff"]
)
def test_damaged_iptc_is_none(block):
    assert iptc_records(block) is None
    assert of_png_text(block.decode("latin-1")) is None


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", [4, 7])
def test_iptc_of_a_tiff_of_another_program_goes_on_into_a_jpeg(tmp_path, order, kind):
    """Some write it as bytes, some as numbers of four bytes, in either byte order."""
    padded = IPTC + bytes(-len(IPTC) % 4)
    value = struct.unpack(f"{order}{len(padded) // 4}I", padded) if kind == 4 else padded
    tag = (33723, kind, len(value), value, True)
    tifffile.imwrite(tmp_path / "scan.tif", noise(), photometric="rgb", metadata=None, byteorder=order, extratags=[tag])
    found = read_photo(tmp_path / "scan.tif")
    assert found.metadata.iptc == IPTC
    written = write_photo(found, tmp_path / "scan.jpg")
    with Image.open(written.path) as image:
        assert image.info["photoshop"][0x0404] == IPTC


def test_other_programs_read_exif_and_iptc_of_a_tiff_that_was_written(tmp_path):
    write_photo(taken(), tmp_path / "photo.tif")
    with Image.open(tmp_path / "photo.tif") as image:
        assert isinstance(image, TiffImagePlugin.TiffImageFile)
        assert image.getexif()[0x010F] == "Camera works"
        assert image.tag_v2[700] == XMP
    with tifffile.TiffFile(tmp_path / "photo.tif") as file:
        words = file.pages.first.tags[33723].value
        content = words if isinstance(words, bytes) else struct.pack(f"<{len(words)}I", *words)
        assert content.rstrip(b"\0") == IPTC


def test_other_programs_read_iptc_of_a_png_that_was_written(tmp_path):
    write_photo(taken(), tmp_path / "photo.png")
    with Image.open(tmp_path / "photo.png") as image:
        image.load()
        assert of_png_text(image.info["Raw profile type iptc"]) == IPTC

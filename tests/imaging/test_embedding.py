"""What cameras and people wrote into a file is in the written one to the byte, by readers that are not ours."""

import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.exif_directories import Entry, written
from desktop_unet.imaging.photo import Metadata, Photo
from tests.imaging.samples import encoded, smooth

OFFSET_OF_SERIAL = 600
SERIAL = b"143008611"


def block(order: str = "<", across: int = 72, down: int = 72) -> bytes:
    """EXIF whose maker's note points to a place in the whole block, with newer, rarer and UTF-8 tags."""

    def short(value: int) -> Entry:
        return Entry(3, 1, struct.pack(order + "H", value))

    def text(value: str, kind: int = 2) -> Entry:
        return Entry(kind, len(value.encode()) + 1, value.encode() + b"\0")

    note = b"MAKER\0" + struct.pack(order + "I", OFFSET_OF_SERIAL) + bytes(40)
    first = {
        0x010E: text("Bà ngoại, Hội An 1931"),
        0x010F: text("Camera works"),
        0x0112: short(6),
        0x011A: Entry(5, 1, struct.pack(order + "II", across, 1)),
        0x011B: Entry(5, 1, struct.pack(order + "II", down, 1)),
        0x0128: short(2),
        0x013C: text("A host"),
        0x4746: short(4),
        0x9C9D: Entry(1, 8, "Zoë".encode("utf-16-le") + b"\0\0"),
        0x8769: {
            0x9003: text("1931:05:12 10:00:00"),
            0x927C: Entry(7, len(note), note),
            0x9290: text("123"),
            0xA002: short(4000),
            0xA003: Entry(4, 1, struct.pack(order + "I", 3000)),
            0xA432: Entry(5, 4, struct.pack(order + "8I", 22, 10, 9, 1, 178, 100, 28, 10)),
            0xA436: text("Grüße", 129),
            0xA437: text("Zoë", 129),
        },
    }
    content, at = written(first, order, 8)
    tiff = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, at) + content
    assert len(tiff) < OFFSET_OF_SERIAL
    return b"Exif\0\0" + tiff.ljust(OFFSET_OF_SERIAL, b"\0") + SERIAL


def exif_of(path) -> bytes:
    with Image.open(path) as image:
        image.load()
        return image.info["exif"].removeprefix(b"Exif\0\0")


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif"])
def test_exif_is_the_bytes_it_was_but_for_turn_and_size(tmp_path, suffix, order):
    (tmp_path / "camera.jpg").write_bytes(encoded(Image.fromarray(smooth()), "JPEG", exif=block(order)))
    before = exif_of(tmp_path / "camera.jpg")
    written_file = write_photo(read_photo(tmp_path / "camera.jpg"), tmp_path / f"out{suffix}")
    after = exif_of(written_file.path)
    assert written_file.notes == ()
    assert len(after) == len(before)
    assert after[OFFSET_OF_SERIAL:] == SERIAL
    changed = [at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    assert 0 < len(changed) <= 2 * 1 + 2 * 4
    exif = Image.Exif()
    exif.load(b"Exif\0\0" + after)
    assert exif[0x0112] == 1
    camera = exif.get_ifd(0x8769)
    assert (camera[0xA002], camera[0xA003]) == (37, 53)


def test_the_resolutions_of_a_turned_photo_change_places(tmp_path):
    (tmp_path / "camera.jpg").write_bytes(encoded(Image.fromarray(smooth()), "JPEG", exif=block("<", 300, 150)))
    exif = Image.Exif()
    exif.load(read_photo(tmp_path / "camera.jpg").metadata.exif)
    assert (exif[0x011A], exif[0x011B]) == (150, 300)


def test_a_side_that_no_short_number_holds_becomes_a_long_one(tmp_path):
    wide = Photo(np.tile(smooth()[:1, :1], (1, 70_000, 1)), metadata=Metadata(exif=block()))
    exif = Image.Exif()
    exif.load(exif_of(write_photo(wide, tmp_path / "wide.png").path))
    assert exif.get_ifd(0x8769)[0xA002] == 70_000


@pytest.mark.parametrize("order", ["<", ">"])
def test_tiff_has_every_entry_but_the_makers_note_which_is_named(tmp_path, order):
    photo = Photo(smooth(), metadata=Metadata(exif=block(order)))
    there = write_photo(photo, tmp_path / "there.tif")
    assert ["maker's notes" in note for note in there.notes] == [True]
    back = write_photo(read_photo(there.path), tmp_path / "back.jpg")
    assert back.notes == ()
    exif = Image.Exif()
    exif.load(b"Exif\0\0" + exif_of(back.path))
    camera = exif.get_ifd(0x8769)
    assert (exif[0x4746], exif[0x013C], exif[0x010F]) == (4, "A host", "Camera works")
    assert exif[0x010E].encode("latin-1").decode() == "Bà ngoại, Hội An 1931"
    assert (camera[0x9290], camera[0xA432]) == ("123", (2.2, 9.0, 1.78, 2.8))
    assert 0x927C not in camera
    content = back.path.read_bytes()
    for text in ("Grüße\0", "Zoë\0"):
        assert text.encode() in content


def test_a_makers_note_in_a_tiff_is_named_when_it_is_read(tmp_path):
    Image.fromarray(smooth()).save(tmp_path / "scan.tif", exif=block()[: OFFSET_OF_SERIAL + 6])
    assert any("maker's notes" in note for note in read_photo(tmp_path / "scan.tif").notes)


def test_damaged_exif_is_left_out_with_a_note_and_the_photo_is_read(tmp_path):
    broken = b"Exif\0\0II*\0\xff\xff\xff\0" + bytes(40)
    (tmp_path / "camera.jpg").write_bytes(encoded(Image.fromarray(smooth()), "JPEG", exif=broken))
    found = read_photo(tmp_path / "camera.jpg")
    assert found.metadata.exif is None
    assert any("EXIF" in note and "damaged" in note for note in found.notes)


def test_comments_of_a_jpeg_go_into_a_jpeg_and_are_named_elsewhere(tmp_path):
    (tmp_path / "camera.jpg").write_bytes(
        encoded(Image.fromarray(smooth()), "JPEG", comment=b"Hochzeit Oma, 12. Mai 1931")
    )
    found = read_photo(tmp_path / "camera.jpg")
    kept = write_photo(found, tmp_path / "kept.jpg")
    assert kept.notes == ()
    with Image.open(kept.path) as image:
        assert image.info["comment"] == b"Hochzeit Oma, 12. Mai 1931"
    assert any("comments" in note for note in write_photo(found, tmp_path / "lost.png").notes)
    assert b"Hochzeit" not in write_photo(found, tmp_path / "bare.jpg", strip_metadata=True).path.read_bytes()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def test_texts_of_a_png_go_into_a_png_and_are_named_elsewhere(tmp_path):
    texts = (
        (b"tEXt", b"Author\0N. N."),
        (b"zTXt", b"parameters\0\0" + zlib.compress(b"a tree with a bird")),
        (b"iTXt", b"Description\0\0\0vi\0\0" + "Hội An".encode()),
    )
    plain = encoded(Image.fromarray(smooth()), "PNG")
    at = plain.index(b"IDAT") - 4
    (tmp_path / "in.png").write_bytes(plain[:at] + b"".join(chunk(*text) for text in texts) + plain[at:])
    found = read_photo(tmp_path / "in.png")
    with_exif = replace(found, metadata=replace(found.metadata, exif=block()))
    kept = write_photo(with_exif, tmp_path / "kept.png")
    assert kept.notes == ()
    with Image.open(kept.path) as image:
        image.load()
        assert image.text == {"Author": "N. N.", "parameters": "a tree with a bird", "Description": "Hội An"}
        assert np.array_equal(np.array(image), smooth())
    [note] = write_photo(found, tmp_path / "lost.webp").notes
    assert "Author, parameters, Description" in note
    assert b"N. N." not in write_photo(found, tmp_path / "bare.png", strip_metadata=True).path.read_bytes()


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif", ".tif"])
def test_no_block_whatever_fails_a_write_or_turns_the_photo(tmp_path, suffix):
    """Any byte of the EXIF may be wrong: what comes of it costs at most the block."""
    rng = np.random.default_rng(5)
    whole = block()
    for number in range(40):
        damaged = bytearray(whole[: len(whole) if number % 4 else int(rng.integers(8, len(whole)))])
        for at in rng.integers(6, min(len(damaged), 500), 1 + number % 6):
            damaged[at] = rng.integers(0, 256)
        metadata = Metadata(exif=bytes(damaged), dots_per_inch=(300.0, 300.0) if number % 2 else None)
        there = write_photo(Photo(smooth(), metadata=metadata), tmp_path / f"out{suffix}", overwrite=True)
        assert read_photo(there.path).extent == there.extent

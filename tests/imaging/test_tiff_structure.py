"""TIFF as it comes: thumbnails first, photos inside, raw in its clothes, channels and numbers of every kind."""

import struct
import sys
from io import BytesIO

import numpy as np
import pytest
import tifffile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desktop_unet import errors
from desktop_unet.imaging.codec import read_extent, read_photo, write_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.sample_formats import value_range
from tests.imaging.samples import encoded, noise, smooth, srgb_profile, swapped_profile

THUMB = smooth(9, 13)


def save(tmp_path, content: bytes, name="photo.tif"):
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def read(tmp_path, content: bytes, **options: object):
    path = save(tmp_path, content)
    assert read_extent(path, **options) == read_photo(path, **options).extent
    return read_photo(path, **options)


def pages(*writes, **options: object) -> bytes:
    buffer = BytesIO()
    with tifffile.TiffWriter(buffer, **options) as file:
        for values, how in writes:
            file.write(values, **{"metadata": None, "photometric": "rgb"} | how)
    return buffer.getvalue()


# --- the photo, not its thumbnail --------------------------------------------------------------------


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_thumbnail_that_comes_first_is_passed_over(tmp_path, big, order):
    content = pages((THUMB, {"subfiletype": 1}), (noise(), {}), bigtiff=big, byteorder=order)
    found = read(tmp_path, content)
    assert np.array_equal(found.pixels, noise())
    assert found.notes == ()


@pytest.mark.parametrize("reduced", [0, 1])
def test_a_photo_inside_another_directory_is_read_there(tmp_path, reduced):
    content = pages((THUMB, {"subfiletype": reduced, "subifds": 1}), (noise(), {"subfiletype": 0}))
    found = read(tmp_path, content)
    assert np.array_equal(found.pixels, noise())
    assert found.notes == ()


def test_what_the_outer_directory_says_holds_for_the_photo_inside(tmp_path):
    turned = [(274, 3, 1, 6, True)]
    outer = {"subfiletype": 1, "subifds": 1, "extratags": turned, "iccprofile": swapped_profile()}
    found = read(tmp_path, pages((THUMB, outer), (noise(), {})))
    assert np.array_equal(found.pixels, np.rot90(noise(), -1))
    assert found.icc_profile == swapped_profile()


def test_reduced_copies_inside_a_photo_are_no_photos(tmp_path):
    content = pages((noise(), {"subifds": 2}), (smooth(18, 26), {"subfiletype": 1}), (THUMB, {"subfiletype": 1}))
    found = read(tmp_path, content)
    assert np.array_equal(found.pixels, noise())
    assert found.notes == ()


def test_reduced_copies_and_masks_are_not_counted_as_pictures(tmp_path):
    mask = {"photometric": "minisblack", "subfiletype": 2}
    content = pages((noise(), {}), (THUMB, {"subfiletype": 1}), (noise(np.uint8, 1), mask), (noise(seed=2), {}))
    page, mask = (struct.pack("<HHII", 254, 4, 1, kind) for kind in (2, 4))
    assert page in content
    content = content.replace(page, mask)
    assert read(tmp_path, content).notes == ("The file holds 2 pictures; only one of them was read.",)


def test_pages_are_read_by_number(tmp_path):
    content = pages((THUMB, {"subfiletype": 1}), *[(noise(seed=seed), {}) for seed in range(3)], (smooth(11, 15), {}))
    for page in (1, 2, 3):
        assert np.array_equal(read(tmp_path, content, page=page).pixels, noise(seed=page - 1))
    assert read(tmp_path, content, page=4).extent == Extent(11, 15)
    for reader in (read_photo, read_extent):
        with pytest.raises(errors.PageMissing, match=r"no picture number 5 .* from 1 to 4"):
            reader(tmp_path / "photo.tif", page=5)


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_pages_of_other_formats_are_read_by_number(tmp_path, kind):
    shades = [Image.new("RGB", (30, 20), (50 * n, 40, 90)) for n in range(1, 4)]
    path = save(tmp_path, encoded(shades[0], kind, save_all=True, append_images=shades[1:], lossless=True))
    assert abs(int(read_photo(path, page=3).pixels[0, 0, 0]) - 150) < 8
    with pytest.raises(errors.PageMissing):
        read_photo(path, page=4)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP"])
def test_a_second_page_where_there_is_one_is_refused(tmp_path, kind):
    path = save(tmp_path, encoded(Image.fromarray(smooth()), kind))
    for reader in (read_photo, read_extent):
        with pytest.raises(errors.PageMissing):
            reader(path, page=2)


# --- camera raw --------------------------------------------------------------------------------------

SENSOR = noise(np.uint16, 1)
CFA = {"photometric": "cfa"}
RAWS = {
    "DNG": pages(
        (THUMB, {"subfiletype": 1, "subifds": 1, "extratags": [(50706, 1, 4, (1, 4, 0, 0), True)]}), (SENSOR, CFA)
    ),
    "NEF": pages(
        (THUMB, {"subfiletype": 1, "subifds": 1, "extratags": [(271, 2, 0, "NIKON CORP", True)]}), (SENSOR, CFA)
    ),
    "ARW": pages((THUMB, {"subifds": 1, "extratags": [(271, 2, 0, "SONY", True)]}), (SENSOR, CFA)),
    "PEF": pages((SENSOR, {**CFA, "extratags": [(271, 2, 0, "PENTAX", True)]}), (THUMB, {"subfiletype": 1})),
    "raw": pages((THUMB, {"subfiletype": 1}), (SENSOR, CFA)),
}


@pytest.mark.parametrize("kind", RAWS)
def test_camera_raw_is_called_that_by_name_where_its_reader_is_missing(tmp_path, monkeypatch, kind):
    monkeypatch.setitem(sys.modules, "rawpy", None)
    path = save(tmp_path, RAWS[kind])
    for reader in (read_photo, read_extent):
        with pytest.raises(errors.RawReaderMissing, match=rf"camera raw \({kind}\)"):
            reader(path)


@pytest.mark.parametrize("kind", RAWS)
def test_camera_raw_is_never_taken_for_its_preview(tmp_path, kind):
    """These tell less of their sensors than real ones, so LibRaw takes some and not others."""
    try:
        found = read_photo(save(tmp_path, RAWS[kind]))
    except errors.CameraRaw:
        return
    assert (found.height, found.width) == SENSOR.shape


def with_mark(mark: bytes) -> bytes:
    """A TIFF that has a maker's mark between its head and its first directory, as CR2 and IIQ do."""
    content = pages((THUMB, {}))
    (first,) = struct.unpack("<I", content[4:8])
    (count,) = struct.unpack_from("<H", content, first)
    directory = content[first : first + 2 + 12 * count + 4]
    return content[:4] + struct.pack("<I", len(content)) + mark + content[8 + len(mark) :] + directory


@pytest.mark.parametrize(("mark", "kind"), [(b"CR\x02\0", "CR2"), (b"IIII", "IIQ")])
def test_raw_that_only_its_mark_tells_from_tiff(tmp_path, mark, kind):
    with pytest.raises(errors.CameraRaw, match=kind):
        read_photo(save(tmp_path, with_mark(mark)))


OTHERS = {
    "JPEG XL": b"\xff\x0a",
    "PSD": b"8BPS\0\1",
    "OpenEXR": b"v/1\x01",
    "CR3": b"\0\0\0\x18ftypcrx ",
    "RAF": b"FUJIFILMCCD-RAW 0201",
    "ORF": b"IIRO\x08\0\0\0",
    "RW2": b"IIU\0\x18\0\0\0",
}


@pytest.mark.parametrize("kind", OTHERS)
def test_whole_files_of_kinds_that_are_not_read_are_named_and_not_called_damaged(tmp_path, kind):
    path = save(tmp_path, OTHERS[kind] + bytes(300))
    for reader in (read_photo, read_extent):
        with pytest.raises(errors.NotAPhoto) as caught:
            reader(path)
        assert kind in str(caught.value)
        assert "damaged" not in str(caught.value)


def test_double_floats_are_named(tmp_path):
    with pytest.raises(errors.FormatNotRead, match="TIFF with 64 bits per sample"):
        read_photo(save(tmp_path, pages((UNIT.astype(np.float64), {}))))


def test_jpegs_of_kinds_that_are_not_read_are_named(tmp_path):
    whole = encoded(Image.fromarray(smooth()), "JPEG")
    frame = whole.index(b"\xff\xc0")
    deep = whole[: frame + 4] + b"\x0c" + whole[frame + 5 :]
    lossless = whole[: frame + 1] + b"\xc3" + whole[frame + 2 :]
    for content, name in ((deep, "JPEG with 12 bits per sample"), (lossless, "lossless JPEG")):
        with pytest.raises(errors.FormatNotRead, match=name):
            read_photo(save(tmp_path, content))


def test_zstd_in_tiff_is_read_by_the_second_decoder_without_a_note(tmp_path):
    image = Image.fromarray(noise())
    content = encoded(image, "TIFF", compression="zstd", icc_profile=srgb_profile(), dpi=(300, 300))
    found = read_photo(save(tmp_path, content), whole=True)
    assert np.array_equal(found.pixels, noise())
    assert found.notes == ()
    assert found.icc_profile == srgb_profile()
    assert found.metadata.dots_per_inch == pytest.approx((300, 300))


def test_12_packed_bits_are_stretched_to_16(tmp_path):
    values = noise(np.uint16, 1)[:, :52] % 4096
    pairs = values.reshape(-1, 2).astype(np.uint32)
    packed = np.stack([pairs[:, 0] >> 4, (pairs[:, 0] & 15) << 4 | pairs[:, 1] >> 8, pairs[:, 1] & 255], axis=1)
    content = bytearray(pages((values, {"photometric": "minisblack", "rowsperstrip": 37})))
    (first,) = struct.unpack("<I", content[4:8])
    for at in range(first + 2, first + 2 + 12 * struct.unpack_from("<H", content, first)[0], 12):
        tag = struct.unpack_from("<H", content, at)[0]
        if tag == 258:
            struct.pack_into("<H", content, at + 8, 12)
        if tag == 279:
            struct.pack_into("<I", content, at + 8, packed.size)
        if tag == 273:
            start = struct.unpack_from("<I", content, at + 8)[0]
    content[start : start + packed.size] = packed.astype(np.uint8).tobytes()
    found = read(tmp_path, bytes(content))
    assert found.is_gray
    assert np.array_equal(found.pixels[..., 0], np.rint(values * (65535 / 4095)).astype(np.uint16))


# --- channels ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("colours", "extras", "alpha"),
    [
        (1, ["unspecified"], None),
        (1, ["unassalpha"], 0),
        (3, ["unspecified"], None),
        (3, ["unassalpha"], 0),
        (3, ["unspecified", "unassalpha"], 1),
        (3, ["unassalpha", "unspecified"], 0),
    ],
)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_only_what_is_called_transparency_is_taken_for_it(tmp_path, colours, extras, alpha, dtype):
    channels = noise(dtype, colours + len(extras))
    kind = "rgb" if colours == 3 else "minisblack"
    content = pages((channels, {"photometric": kind, "extrasamples": extras, "planarconfig": "contig"}))
    found = read(tmp_path, content)
    assert np.array_equal(found.pixels[..., :colours], channels[..., :colours])
    assert (found.alpha is None) == (alpha is None)
    assert alpha is None or np.array_equal(found.alpha, channels[..., colours + alpha])
    assert any("neither colour nor transparency" in note for note in found.notes) == ("unspecified" in extras)


def test_a_fifth_ink_is_no_transparency(tmp_path):
    ink = np.array(Image.fromarray(smooth()).convert("CMYK"))
    five = np.dstack([ink, noise(np.uint8, 1)])
    plain = read(tmp_path, pages((ink, {"photometric": "separated"})))
    found = read(tmp_path, pages((five, {"photometric": "separated", "extrasamples": ["unspecified"]})))
    assert found.alpha is None
    assert np.array_equal(found.pixels, plain.pixels)


# --- numbers -----------------------------------------------------------------------------------------

UNIT = (smooth() / 255).astype(np.float32)
GRAY = UNIT[..., 0]
NUMBERS = {
    "float": GRAY,
    "half": GRAY.astype(np.float16),
    "float of 8 bits": GRAY * 255,
    "float of 12 bits": np.linspace(0, 4095, GRAY.size, dtype=np.float32).reshape(GRAY.shape),
    "float of 16 bits": GRAY * 65535,
    "short of 8 bits": np.rint(GRAY * 255).astype(np.int16),
    "int of 16 bits": np.rint(GRAY * 65535).astype(np.int32),
    "unsigned of 8 bits": np.rint(GRAY * 255).astype(np.uint32),
    "unsigned of 32 bits": np.rint(GRAY * (2.0**32 - 1)).astype(np.uint32),
}


@pytest.mark.parametrize("case", NUMBERS)
@pytest.mark.parametrize("kind", ["minisblack", "miniswhite"])
def test_numbers_of_every_type_are_read_by_their_range(tmp_path, case, kind):
    values = NUMBERS[case]
    found = read(tmp_path, pages((values, {"photometric": kind})))
    right = values / values.max() if "12 bits" in case else GRAY.astype(np.float64)
    shown = found.pixels[..., 0] / 65535
    assert found.depth_bits == 16
    assert np.abs(shown - (right if kind == "minisblack" else 1 - right)).max() < 0.003
    assert any("were converted to 16 bits" in note for note in found.notes)


def test_signed_numbers_are_stretched_from_the_least_to_the_greatest_and_that_is_said(tmp_path):
    values = (np.rint(smooth()[..., 0] * 128.0) - 16000).astype(np.int16)
    found = read(tmp_path, pages((values, {"photometric": "minisblack"})))
    right = (values - values.min()) / (int(values.max()) - values.min())
    assert np.abs(found.pixels[..., 0] / 65535 - right).max() < 1e-4
    assert any(f"from {values.min()} (black)" in note for note in found.notes)


@pytest.mark.parametrize("profile", [None, "srgb", "swapped"])
def test_float_colours_keep_their_values_and_profile(tmp_path, profile):
    block = {"srgb": srgb_profile(), "swapped": swapped_profile()}.get(profile)
    found = read(tmp_path, pages((UNIT, {"iccprofile": block} if block else {})))
    assert np.abs(found.pixels / 65535 - UNIT).max() < 1e-4
    assert found.icc_profile == block


def test_float_colours_with_alpha(tmp_path):
    alpha = noise(np.uint8, 1)[..., None].astype(np.float32) / 255
    values = np.concatenate([UNIT * 255, alpha], axis=2)
    found = read(tmp_path, pages((values, {"extrasamples": ["unassalpha"]})))
    assert np.abs(found.pixels / 65535 - UNIT).max() < 1e-4
    assert np.abs(found.alpha / 65535 - alpha[..., 0]).max() < 1e-4


def test_what_resampling_leaves_beyond_white_is_cut_and_said(tmp_path):
    found = read(tmp_path, pages((GRAY * 1.5 - 0.2, {"photometric": "minisblack"})))
    assert any("what lies beyond 0 and 1 was cut" in note for note in found.notes)


def test_light_beyond_white_is_scaled_and_not_cut(tmp_path):
    found = read(tmp_path, pages((GRAY * 6, {"photometric": "minisblack"})))
    assert np.abs(found.pixels[..., 0] / 65535 - GRAY / GRAY.max()).max() < 1e-4
    assert any("(white)" in note for note in found.notes)


def test_what_is_no_number_is_black_and_what_is_infinite_refused(tmp_path):
    values = GRAY.copy()
    values[3, 4] = np.nan
    assert read(tmp_path, pages((values, {"photometric": "minisblack"}))).pixels[3, 4, 0] == 0
    values[3, 4] = np.inf
    with pytest.raises(errors.Mishap):
        read_photo(save(tmp_path, pages((values, {"photometric": "minisblack"}))))


@pytest.mark.parametrize(
    ("low", "high", "format_", "black_and_white"),
    [
        (0, 1, "float", (0, 1)),
        (-0.05, 1.05, "float", (0, 1)),
        (0, 200.5, "float", (0, 255)),
        (0, 1000, "double", (0, 1023)),
        (0, 30000, "float", (0, 32767)),
        (-3, 5, "float", (-3, 5)),
        (7, 7, "char", (0, 127)),
        (-5, -5, "short", (-5, -4)),
        (0, 1, "uint", (0, 255)),
        (0, 70000, "uint", (0, 70000)),
        (0, 3e9, "uint", (0, 2**32 - 1)),
    ],
)
def test_the_range_follows_from_the_values(low, high, format_, black_and_white):
    assert value_range(low, high, format_) == black_and_white


# --- structures that readers trip over ----------------------------------------------------------------


def without_photometric(content: bytes) -> bytes:
    (first,) = struct.unpack("<I", content[4:8])
    (count,) = struct.unpack_from("<H", content, first)
    entries = [content[first + 2 + 12 * n : first + 14 + 12 * n] for n in range(count)]
    kept = [entry for entry in entries if struct.unpack("<H", entry[:2])[0] != 262]
    link = content[first + 2 + 12 * count : first + 6 + 12 * count]
    return (
        content[:first]
        + struct.pack("<H", len(kept))
        + b"".join(kept)
        + link
        + bytes(12)
        + content[first + 6 + 12 * count :]
    )


@pytest.mark.parametrize("channels", [1, 3])
def test_a_tiff_that_says_nothing_of_its_colours(tmp_path, channels):
    kind = "rgb" if channels == 3 else "minisblack"
    content = without_photometric(pages((noise(np.uint8, channels), {"photometric": kind})))
    found = read(tmp_path, content)
    assert found.is_gray == (channels == 1)
    assert np.array_equal(found.pixels[..., 0], noise(np.uint8, channels).reshape(37, 53, -1)[..., 0])


@pytest.mark.parametrize("back_to", [0, 1, 2])
def test_a_chain_of_directories_that_loops(tmp_path, back_to):
    content = bytearray(pages(*[(noise(seed=seed), {}) for seed in range(3)]))
    starts = [struct.unpack("<I", content[4:8])[0]]
    for _ in range(3):
        link = starts[-1] + 2 + 12 * struct.unpack_from("<H", content, starts[-1])[0]
        starts.append(struct.unpack_from("<I", content, link)[0])
    struct.pack_into("<I", content, link, starts[back_to])
    found = read(tmp_path, bytes(content), page=3)
    assert np.array_equal(found.pixels, noise(seed=2))
    assert found.notes == ("The file holds 3 pictures; only one of them was read.",)


def jpeg_with(profile: bytes, numbers: list[int]) -> bytes:
    """A JPEG with a profile in as many pieces as there are numbers, in the order of the numbers' places."""
    step = -(-len(profile) // len(numbers))
    pieces = b""
    for place, number in enumerate(numbers):
        rank = sorted(numbers).index(number) if len(set(numbers)) == len(numbers) else place
        body = b"ICC_PROFILE\0" + bytes([number, len(numbers)]) + profile[step * rank : step * (rank + 1)]
        pieces += b"\xff\xe2" + struct.pack(">H", len(body) + 2) + body
    whole = encoded(Image.fromarray(smooth()), "JPEG", quality=95)
    return whole[:2] + pieces + whole[2:]


@pytest.mark.parametrize("numbers", [[1], [1, 2, 3], [3, 1, 2], [0, 1, 2], [1, 1, 1]])
def test_a_profile_in_pieces_is_put_together(tmp_path, numbers):
    assert read(tmp_path, jpeg_with(swapped_profile(), numbers)).icc_profile == swapped_profile()


def old_style(jpeg: bytes) -> bytes:
    """A TIFF with a whole JPEG inside, as TIFF 6.0 had it before technical note 2."""
    entries = [(256, 3, 53), (257, 3, 37), (259, 3, 6), (262, 3, 6), (273, 4, 8), (277, 3, 3), (278, 3, 37)]
    entries += [(279, 4, len(jpeg)), (513, 4, 8), (514, 4, len(jpeg))]
    body = jpeg + bytes(len(jpeg) % 2)
    bits_at = 8 + len(body) + 2 + 12 * (len(entries) + 1) + 4
    rows = [struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries]
    rows.insert(2, struct.pack("<HHII", 258, 3, 3, bits_at))
    directory = struct.pack("<H", len(rows)) + b"".join(rows) + bytes(4) + struct.pack("<HHH", 8, 8, 8)
    return b"II*\0" + struct.pack("<I", 8 + len(body)) + body + directory


def test_old_style_jpeg_in_tiff(tmp_path):
    found = read(tmp_path, old_style(encoded(Image.fromarray(smooth()), "JPEG", quality=95)))
    assert np.abs(found.pixels.astype(int) - smooth()).max() < 12
    assert found.notes == ()


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("kind", "letter"), [(3, "H"), (4, "I"), (9, "i")])
def test_orientation_of_any_integer_type_is_set_right(tmp_path, order, kind, letter):
    value = struct.pack(order + letter, 6).ljust(4, b"\0")
    head = b"II*\0" if order == "<" else b"MM\0*"
    tiff = head + struct.pack(order + "IHHHI", 8, 1, 274, kind, 1) + value + bytes(4)
    block = b"Exif\0\0" + tiff
    whole = encoded(Image.fromarray(smooth()), "JPEG", quality=95)
    found = read(tmp_path, whole[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + whole[2:])
    assert found.extent == Extent(53, 37)
    for suffix in (".jpg", ".png", ".tif"):
        assert read_photo(write_photo(found, tmp_path / f"out{suffix}").path).extent == Extent(53, 37)


@pytest.mark.parametrize("with_exif", [False, True])
def test_a_png_is_turned_as_its_xmp_says_where_exif_says_nothing(tmp_path, with_exif):
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'
    exif = Image.Exif()
    exif[0x0112] = 1
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp.decode())
    options = {"exif": exif.tobytes()} if with_exif else {}
    found = read(tmp_path, encoded(Image.fromarray(noise()), "PNG", pnginfo=info, **options))
    assert np.array_equal(found.pixels, noise() if with_exif else np.rot90(noise(), -1))
    assert b'tiff:Orientation="1"' in found.metadata.xmp
    assert read_photo(write_photo(found, tmp_path / "out.png").path).extent == found.extent


@pytest.mark.parametrize("second", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0" + bytes(50000), None])
def test_two_exif_blocks_cost_no_photo(tmp_path, second):
    exif = Image.Exif()
    exif[0x010F] = "Camera works"
    block = exif.tobytes()
    whole = encoded(Image.fromarray(smooth()), "JPEG", quality=95)
    segments = b"".join(b"\xff\xe1" + struct.pack(">H", len(one) + 2) + one for one in (block, second or block))
    found = read(tmp_path, whole[:2] + segments + whole[2:])
    assert b"Camera works" in found.metadata.exif
    for suffix in (".jpg", ".png", ".tif", ".webp"):
        assert read_photo(write_photo(found, tmp_path / f"out{suffix}").path).extent == found.extent


def test_metadata_that_cannot_be_taken_apart_are_left_out_with_a_note(tmp_path, monkeypatch):
    from desktop_unet.imaging import assembling

    def fail(*_words: object, **_options: object) -> None:
        raise IndexError("index out of bounds")

    monkeypatch.setattr(assembling, "metadata_of", fail)
    found = read(tmp_path, encoded(Image.fromarray(smooth()), "JPEG"))
    assert found.notes == ("The metadata (EXIF, XMP, IPTC) could not be read and were left out.",)

"""Every kind of PNG there is, built chunk by chunk, is read value by value; broken ones in one sentence or in part."""

import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms

from desktop_unet import errors
from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.png_colour import profile_of_chunks
from tests.imaging.png_building import GRAY, GRAY_ALPHA, KINDS, PALETTE, RGB, SIGNATURE, chunk, header, png, samples
from tests.imaging.samples import noise, srgb_profile

COLOURS = np.random.default_rng(3).integers(0, 256, (256, 3)).astype(np.uint8)
PLAIN = {"kind": RGB, "bits": 8}
HALF = np.full((5, 7, 3), 128, np.uint16)


def palette(bits: int) -> bytes:
    return chunk(b"PLTE", COLOURS[: 2**bits].tobytes())


def expected(values, kind, bits):
    """Full-colour values by the standard's own arithmetic (section 13.12)."""
    if kind == PALETTE:
        return COLOURS[values[..., 0]]
    colour = np.repeat(values[..., :1], 3, axis=2) if kind in (GRAY, GRAY_ALPHA) else values[..., :3]
    return colour if bits == 16 else (colour * (255 // (2**bits - 1))).astype(np.uint8)


def read(tmp_path, content):
    (tmp_path / "photo.png").write_bytes(content)
    return read_photo(tmp_path / "photo.png")


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize(("kind", "bits"), KINDS)
def test_all_kinds_of_png_are_read_value_by_value(tmp_path, kind, bits, interlaced):
    values = samples(kind, bits)
    before = [palette(bits)] if kind == PALETTE else []
    found = read(tmp_path, png(values, kind, bits, interlaced=interlaced, before=before, filters=range(5)))
    assert found.depth_bits == max(8, bits)
    assert np.array_equal(found.pixels, expected(values, kind, bits))
    assert found.is_gray == (kind in (GRAY, GRAY_ALPHA))
    assert (found.alpha is not None) == (values.shape[2] in (2, 4))
    if found.alpha is not None:
        assert np.array_equal(found.alpha, values[..., -1])


@pytest.mark.parametrize(("height", "width"), [(1, 1), (2, 9), (9, 3), (1, 40), (40, 1), (7, 7)])
def test_interlaced_pngs_of_which_some_passes_are_empty(tmp_path, height, width):
    values = samples(RGB, 8, height, width)
    assert np.array_equal(read(tmp_path, png(values, RGB, 8, interlaced=True)).pixels, values)


@pytest.mark.parametrize(("kind", "bits"), [(GRAY, 1), (GRAY, 4), (GRAY, 8), (GRAY, 16), (RGB, 8), (RGB, 16)])
def test_a_colour_that_stands_for_transparent(tmp_path, kind, bits):
    values = samples(kind, bits)
    found = read(tmp_path, png(values, kind, bits, before=[chunk(b"tRNS", values[5, 7].astype(">u2").tobytes())]))
    assert np.array_equal(found.pixels, expected(values, kind, bits))
    assert np.array_equal(found.alpha > 0, (values != values[5, 7]).any(axis=2))


def test_a_palette_with_half_transparent_colours(tmp_path):
    values = samples(PALETTE, 4)
    found = read(tmp_path, png(values, PALETTE, 4, before=[palette(4), chunk(b"tRNS", bytes([0, 128]))]))
    assert np.array_equal(found.alpha, np.array([0, 128, *[255] * 14])[values[..., 0]])


ODD_BUT_WHOLE = {
    "empty and tiny IDAT chunks": {"idat_bytes": 1},
    "background, histogram, significant bits": {
        "before": [palette(8), chunk(b"bKGD", bytes(6)), chunk(b"sBIT", b"\5" * 3)]
    },
    "texts and time": {
        "before": [chunk(b"tEXt", b"Title\0hello"), chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 99))],
        "after": [chunk(b"tIME", bytes(7))],
    },
    "an unknown chunk that may be ignored": {"before": [chunk(b"abCd", b"?")]},
    "a damaged text": {"before": [chunk(b"tEXt", b"Title\0hello", crc_off_by=1)]},
}


@pytest.mark.parametrize("case", ODD_BUT_WHOLE)
def test_odd_pngs_that_are_whole(tmp_path, case):
    values = samples(RGB, 8)
    found = read(tmp_path, png(values, **PLAIN, **ODD_BUT_WHOLE[case]))
    assert np.array_equal(found.pixels, values)
    assert found.notes == ()


BODY = png(samples(RGB, 8), **PLAIN)[33:]
BROKEN = {
    "colour type 1": SIGNATURE + header(53, 37, 8, 1) + BODY,
    "colour type 9": SIGNATURE + header(53, 37, 8, 9) + BODY,
    "depth 0": SIGNATURE + header(53, 37, 0) + BODY,
    "depth 3": SIGNATURE + header(53, 37, 3) + BODY,
    "no width": SIGNATURE + header(0, 37) + BODY,
    "no pixels": SIGNATURE + header(53, 37) + chunk(b"IEND"),
    "an unknown chunk that matters": png(samples(RGB, 8), **PLAIN, before=[chunk(b"ABCD", b"?")]),
}


@pytest.mark.parametrize("case", BROKEN)
def test_pngs_that_make_no_sense_are_refused_in_one_sentence(tmp_path, case):
    with pytest.raises(errors.PhotoDamaged) as caught:
        read(tmp_path, BROKEN[case])
    assert "\n" not in str(caught.value)
    assert "unable to call" not in str(caught.value)


def test_line_ends_that_a_transfer_changed_make_it_no_photo(tmp_path):
    with pytest.raises(errors.NotAPhoto):
        read(tmp_path, png(samples(RGB, 8), **PLAIN).replace(b"\r\n", b"\n"))


def test_the_first_frame_of_an_animated_png_is_read_with_a_note(tmp_path):
    frames = [Image.fromarray(noise(seed=seed)) for seed in range(3)]
    frames[0].save(tmp_path / "moving.png", save_all=True, append_images=frames[1:])
    found = read_photo(tmp_path / "moving.png")
    assert np.array_equal(found.pixels, noise(seed=0))
    assert found.notes == ("The file holds 3 pictures; only one of them was read.",)


def gamma_chunk(gamma: float) -> bytes:
    return chunk(b"gAMA", struct.pack(">I", round(gamma * 100_000)))


def primaries_chunk(*numbers: float) -> bytes:
    return chunk(b"cHRM", struct.pack(">8I", *(round(number * 100_000) for number in numbers)))


SRGB_PRIMARIES = (0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
ADOBE_PRIMARIES = (0.3127, 0.3290, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)


@pytest.mark.parametrize(
    "chunks", [[], [gamma_chunk(0.45455)], [gamma_chunk(0.45455), primaries_chunk(*SRGB_PRIMARIES)]]
)
def test_gamma_and_primaries_of_srgb_say_nothing_new(tmp_path, chunks):
    assert read(tmp_path, png(HALF, **PLAIN, before=chunks)).icc_profile is None


def test_the_srgb_chunk_counts_for_more_than_gamma(tmp_path):
    assert read(tmp_path, png(HALF, **PLAIN, before=[gamma_chunk(1.0), chunk(b"sRGB", b"\0")])).icc_profile is None


def test_a_profile_counts_for_more_than_gamma(tmp_path):
    embedded = chunk(b"iCCP", b"profile\0\0" + zlib.compress(srgb_profile()))
    assert read(tmp_path, png(HALF, **PLAIN, before=[embedded, gamma_chunk(1.0)])).icc_profile == srgb_profile()


def in_srgb(profile: bytes, colour, mode: str = "RGB"):
    """What Little CMS makes of one colour."""
    space = ImageCms.ImageCmsProfile(BytesIO(profile))
    shown = ImageCms.profileToProfile(
        Image.new(mode, (1, 1), colour), space, ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    return shown.getpixel((0, 0))


def test_linear_values_keep_their_numbers_and_are_tagged_as_linear(tmp_path):
    found = read(tmp_path, png(HALF, **PLAIN, before=[gamma_chunk(1.0)]))
    assert np.array_equal(found.pixels, HALF)
    assert "gamma" in found.notes[0]
    # 128/255 of the light is code 188 in sRGB (IEC 61966-2-1).
    assert np.abs(np.array(in_srgb(found.icc_profile, (128, 128, 128))) - 188).max() <= 1


def test_linear_gray_values_stay_gray(tmp_path):
    found = read(tmp_path, png(HALF[..., :1], GRAY, 8, before=[gamma_chunk(1.0)]))
    assert found.is_gray
    assert in_srgb(found.icc_profile, 128, "L") == (188, 188, 188)


def test_primaries_of_adobe_rgb_mean_what_they_mean(tmp_path):
    """Oracle: the linear matrices of Adobe RGB (1998) and sRGB, both under D65."""
    found = read(tmp_path, png(HALF, **PLAIN, before=[gamma_chunk(1 / 2.2), primaries_chunk(*ADOBE_PRIMARIES)]))
    adobe = np.array([[0.5767, 0.1856, 0.1882], [0.2973, 0.6274, 0.0753], [0.0270, 0.0707, 0.9911]])
    srgb = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    light = np.linalg.solve(srgb, adobe @ (np.array([150, 140, 100]) / 255) ** 2.2)
    codes = 255 * np.where(light > 0.0031308, 1.055 * light.clip(0) ** (1 / 2.4) - 0.055, 12.92 * light)
    assert np.abs(np.array(in_srgb(found.icc_profile, (150, 140, 100))) - codes).max() <= 2


def test_the_colours_of_a_png_with_gamma_travel_into_other_formats(tmp_path):
    found = read(tmp_path, png(HALF, **PLAIN, before=[gamma_chunk(1.0)]))
    assert read_photo(write_photo(found, tmp_path / "copy.tif").path).icc_profile == found.icc_profile
    shown = read_photo(write_photo(found, tmp_path / "copy.bmp").path).pixels
    assert np.abs(shown.astype(int) - 188).max() <= 1


@pytest.mark.parametrize("gamma", [0.0, 1e-5, 42_000.0])
@pytest.mark.parametrize("primaries", [(0.0,) * 8, (0.3, 0.3) * 4, (0.3127, 0.3290, 9.0, 1e-5, 0.3, 0.6, 0.15, 0.06)])
def test_numbers_that_make_no_sense_are_not_believed(gamma, primaries):
    assert profile_of_chunks(gamma, None, is_gray=False) is None
    assert profile_of_chunks(1.0, primaries, is_gray=False) is None


@pytest.mark.parametrize("kind", [b"iCCP", b"zTXt", b"iTXt"])
def test_a_text_that_unpacks_to_64_mib_is_not_unpacked(tmp_path, kind):
    import psutil

    packed = zlib.compress(bytes(64 << 20), 1)
    lead = {b"iCCP": b"x\0\0", b"zTXt": b"x\0\0", b"iTXt": b"XML:com.adobe.xmp\0\1\0\0\0"}[kind]
    before = psutil.Process().memory_info().rss
    found = read(tmp_path, png(HALF, **PLAIN, before=[chunk(kind, lead + packed)]))
    assert np.array_equal(found.pixels, HALF)
    assert psutil.Process().memory_info().rss - before < 40 << 20


def test_a_png_without_a_resolution_gets_none(tmp_path):
    assert read(tmp_path, png(HALF, **PLAIN)).metadata.dots_per_inch is None

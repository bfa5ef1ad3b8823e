"""TIFF in all its layouts, and the other formats: every value comes out, or a sentence says why not."""

from io import BytesIO

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from desktop_unet import errors
from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.photo import Photo
from tests.imaging.samples import encoded, noise, smooth

LAYOUTS = {
    "strips": {"rowsperstrip": 5},
    "tiles": {"tile": (16, 16)},
    "planes": {"planarconfig": "separate"},
    "other byte order": {"byteorder": ">"},
    "BigTIFF": {"bigtiff": True},
    "deflate with predictor": {"compression": "zlib", "predictor": True},
}
EXTRA = {2: ["unassalpha"], 4: ["unassalpha"]}


def tiff(values, **options: object) -> bytes:
    buffer = BytesIO()
    tifffile.imwrite(buffer, values, metadata=None, software="", **options)
    return buffer.getvalue()


def read(tmp_path, content: bytes) -> Photo:
    (tmp_path / "photo").write_bytes(content)
    return read_photo(tmp_path / "photo")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_every_layout_of_tiff_gives_every_value(tmp_path, dtype, channels, layout):
    options = dict(LAYOUTS[layout])
    if layout == "planes" and channels < 3:
        options.clear()  # one plane is no different; for two see below
    values = noise(dtype, channels)
    stored = np.moveaxis(values, -1, 0).copy() if options.get("planarconfig") else values
    kind = "rgb" if channels > 2 else "minisblack"
    options.setdefault("planarconfig", "contig" if channels > 1 else None)
    found = read(tmp_path, tiff(stored, photometric=kind, extrasamples=EXTRA.get(channels), **options))
    values = values[..., None] if values.ndim == 2 else values
    assert found.pixels.dtype == dtype
    assert found.is_gray == (channels < 3)
    assert np.array_equal(found.pixels, values[..., :3] if channels > 2 else np.repeat(values[..., :1], 3, axis=2))
    assert (found.alpha is not None) == (channels in EXTRA)
    assert found.alpha is None or np.array_equal(found.alpha, values[..., -1])
    assert found.notes == ()


def test_gray_and_alpha_in_planes_of_their_own_are_refused_since_they_come_out_wrong(tmp_path):
    planes = np.moveaxis(noise(np.uint8, 2), -1, 0).copy()
    content = tiff(planes, photometric="minisblack", planarconfig="separate", extrasamples=["unassalpha"])
    with pytest.raises(errors.ColoursUnreadable):
        read(tmp_path, content)


@pytest.mark.parametrize("packing", ["tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_lossless_packings_give_every_value(tmp_path, packing):
    content = encoded(Image.fromarray(noise()), "TIFF", compression=packing)
    assert np.array_equal(read(tmp_path, content).pixels, noise())


def test_jpeg_inside_tiff_comes_close(tmp_path):
    found = read(tmp_path, encoded(Image.fromarray(smooth()), "TIFF", compression="jpeg", quality=95))
    assert np.abs(found.pixels.astype(int) - smooth()).max() < 12


@pytest.mark.parametrize("packing", ["group3", "group4"])
def test_fax_packings(tmp_path, packing):
    fax = Image.fromarray(smooth()).convert("1")
    found = read(tmp_path, encoded(fax, "TIFF", compression=packing))
    assert np.array_equal(found.pixels[..., 0], np.array(fax.convert("L")))


def test_white_may_be_zero(tmp_path):
    found = read(tmp_path, tiff(noise(np.uint8, 1), photometric="miniswhite"))
    assert np.array_equal(found.pixels[..., 0], 255 - noise(np.uint8, 1))


def test_colour_that_was_multiplied_by_alpha_is_divided_again(tmp_path):
    alpha = np.clip(noise(np.uint8, 1, seed=1), 64, 255)
    premultiplied = np.rint(smooth() * (alpha[..., None] / 255)).astype(np.uint8)
    content = tiff(np.dstack([premultiplied, alpha]), photometric="rgb", extrasamples=["assocalpha"])
    found = read(tmp_path, content)
    assert np.array_equal(found.alpha, alpha)
    assert np.abs(found.pixels.astype(int) - smooth()).max() <= 3


def lab_of(values) -> np.ndarray:
    """(H, W, 3) int: L 0..100 times 2.55, a and b signed, by Little CMS."""
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    return np.array(ImageCms.profileToProfile(Image.fromarray(values), srgb, lab, outputMode="LAB"))


LAB_FILES = {
    "CIELAB of 8 bits": lambda lab: tiff(lab, photometric="cielab"),
    "ICCLAB of 8 bits": lambda lab: tiff(lab ^ np.array([0, 128, 128], np.uint8), photometric="icclab"),
    "CIELAB of 16 bits": lambda lab: tiff(lab * np.array([257, 256, 256], np.uint16), photometric="cielab"),
    "ICCLAB of 16 bits": lambda lab: tiff(
        (lab ^ np.array([0, 128, 128], np.uint8)) * np.array([256, 256, 256], np.uint16), photometric="icclab"
    ),
}


@pytest.mark.parametrize("case", LAB_FILES)
def test_lab_becomes_srgb_by_little_cms_with_a_note(tmp_path, case):
    found = read(tmp_path, LAB_FILES[case](lab_of(smooth())))
    assert found.notes == ("Lab colours were converted to sRGB.",)
    assert found.depth_bits == (8 if "8 bits" in case else 16)
    off = np.abs(found.pixels / np.iinfo(found.pixels.dtype).max * 255 - smooth())
    assert off.max() < 6  # Lab of 8 bits is coarse in saturated colours
    assert off.mean() < 0.7


def test_cmyk_of_16_bits_keeps_them_and_its_alpha(tmp_path):
    ink = np.array(Image.fromarray(smooth()).convert("CMYK"))
    plain = read(tmp_path, tiff(ink, photometric="separated"))
    wide = np.dstack([ink * np.uint16(257), noise(np.uint16, 1)])
    found = read(tmp_path, tiff(wide, photometric="separated", extrasamples=["unassalpha"]))
    assert found.depth_bits == 16
    assert np.abs(found.pixels / 257 - plain.pixels).max() < 2
    assert np.array_equal(found.alpha, noise(np.uint16, 1))


def test_cmyk_is_converted_by_the_profile_that_the_file_has(tmp_path):
    """Oracle: Little CMS through Pillow, with the same profile and intent."""
    import pyvips

    ink = Image.fromarray(smooth()).convert("CMYK")
    profile = bytes(pyvips.Image.profile_load("cmyk"))
    found = read(tmp_path, encoded(ink, "TIFF", icc_profile=profile))
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        "CMYK",
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    expected = np.array(ImageCms.applyTransform(ink, transform)).astype(int)
    assert np.abs(found.pixels - expected).max() <= 3
    assert found.notes == ("CMYK was converted to sRGB.",)


def test_a_palette_in_tiff_becomes_full_colour_with_a_note(tmp_path):
    image = Image.fromarray(smooth()).quantize(16)
    found = read(tmp_path, encoded(image, "TIFF"))
    assert np.array_equal(found.pixels, np.array(image.convert("RGB")))
    assert found.notes == ("Palette colours were converted to full colour.",)


def test_colours_of_a_sensor_are_refused_and_not_guessed(tmp_path):
    with pytest.raises(errors.ColoursUnreadable) as caught:
        read(tmp_path, tiff(noise(np.uint16, 1), photometric="cfa"))
    assert "32803" in str(caught.value)


def test_pages_of_different_size_and_directories_in_a_circle(tmp_path):
    buffer = BytesIO()
    with tifffile.TiffWriter(buffer) as pages:
        pages.write(noise(), photometric="rgb", metadata=None)
        pages.write(smooth(11, 13), photometric="rgb", metadata=None)
    assert np.array_equal(read(tmp_path, buffer.getvalue()).pixels, noise())
    circle = bytearray(tiff(noise(), photometric="rgb"))
    count = int.from_bytes(circle[8:10], "little")
    circle[10 + 12 * count : 14 + 12 * count] = (8).to_bytes(4, "little")
    assert np.array_equal(read(tmp_path, bytes(circle)).pixels, noise())


MOVING = {
    "MPO": lambda one, two: encoded(one, "MPO", save_all=True, append_images=[two], quality=97, subsampling=0),
    "GIF": lambda one, two: encoded(one.quantize(), "GIF", save_all=True, append_images=[two.quantize()]),
    "WebP": lambda one, two: encoded(one, "WEBP", save_all=True, append_images=[two], lossless=True),
    "AVIF": lambda one, two: encoded(one, "AVIF", save_all=True, append_images=[two], quality=97),
}


@pytest.mark.parametrize("case", MOVING)
def test_the_first_of_several_pictures_is_read_with_a_note(tmp_path, case):
    first = Image.fromarray(smooth())
    found = read(tmp_path, MOVING[case](first, first.rotate(180)))
    assert np.abs(found.pixels.astype(int) - smooth()).mean() < 8
    assert "The file holds 2 pictures; only one of them was read." in found.notes


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"keep_rgb": True}, {"restart_marker_rows": 1}])
def test_kinds_of_jpeg(tmp_path, options):
    found = read(tmp_path, encoded(Image.fromarray(smooth()), "JPEG", quality=95, subsampling=0, **options))
    assert np.abs(found.pixels.astype(int) - smooth()).max() < 6
    assert found.notes == ()


def test_a_gray_jpeg_stays_gray_in_every_format_that_can(tmp_path):
    found = read(tmp_path, encoded(Image.fromarray(smooth()).convert("L"), "JPEG"))
    assert found.is_gray
    for suffix in (".jpg", ".png", ".tif", ".bmp"):
        assert read_photo(write_photo(found, tmp_path / f"gray{suffix}").path).is_gray


def test_avif_of_10_bits_is_read_with_16(tmp_path):
    import pyvips

    wide = pyvips.Image.new_from_array(smooth().astype(np.uint16) * 257).copy(interpretation="rgb16")
    wide.heifsave(str(tmp_path / "wide.avif"), compression="av1", bitdepth=10, Q=95)
    found = read_photo(tmp_path / "wide.avif")
    assert found.depth_bits == 16
    assert np.abs(found.pixels / 257 - smooth()).mean() < 3


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
def test_jpeg_2000_in_all_its_modes(tmp_path, mode):
    image = Image.fromarray(noise()).convert(mode)
    if mode.endswith("A"):
        image.putalpha(Image.fromarray(noise(np.uint8, 1, seed=1)))
    found = read(tmp_path, encoded(image, "JPEG2000"))
    assert np.array_equal(found.pixels, np.array(image.convert("RGB")))
    assert found.is_gray == mode.startswith("L")
    assert (found.alpha is not None) == mode.endswith("A")


def test_jpeg_2000_without_a_wrapping(tmp_path):
    assert np.array_equal(read(tmp_path, encoded(Image.fromarray(noise()), "JPEG2000", no_jp2=True)).pixels, noise())


def test_jpeg_2000_keeps_16_bits_of_gray_and_says_that_it_rounds_those_of_colour(tmp_path):
    import cv2

    gray = read(tmp_path, encoded(Image.fromarray(noise(np.uint16, 1)), "JPEG2000"))
    assert np.array_equal(gray.pixels[..., 0], noise(np.uint16, 1))
    written, content = cv2.imencode(".jp2", noise(np.uint16))
    assert written
    note = "JPEG 2000 in colour is read with 8 bits: the file's 16 were rounded."
    assert read(tmp_path, content.tobytes()).notes == (note,)


def netpbm(kind: str, top: int, content: bytes) -> bytes:
    return f"{kind}\n# a remark\n53 37\n{top}\n".encode() + content


def test_netpbm_in_colour_keeps_16_bits(tmp_path):
    found = read(tmp_path, netpbm("P6", 65535, noise(np.uint16).astype(">u2").tobytes()))
    assert np.array_equal(found.pixels, noise(np.uint16))


def test_netpbm_values_are_stretched_to_the_whole_range(tmp_path):
    values = noise(np.uint16) % 1001
    found = read(tmp_path, netpbm("P6", 1000, values.astype(">u2").tobytes()))
    assert np.array_equal(found.pixels, np.rint(values * 65.535).astype(np.uint16))


def test_netpbm_as_text(tmp_path):
    text = " ".join(map(str, noise().ravel().tolist())).encode()
    assert np.array_equal(read(tmp_path, netpbm("P3", 255, text)).pixels, noise())
    assert "rounded" in read(tmp_path, netpbm("P3", 1000, text)).notes[0]


@pytest.mark.parametrize(("name", "mode"), [("PPM", "RGB"), ("PPM", "L"), ("BMP", "RGB"), ("BMP", "L")])
def test_formats_that_pillow_reads(tmp_path, name, mode):
    image = Image.fromarray(noise()).convert(mode)
    found = read(tmp_path, encoded(image, name))
    assert np.array_equal(found.pixels, np.array(image.convert("RGB")))
    assert found.is_gray == (mode == "L")


def test_resolution_of_a_bmp_travels_along(tmp_path):
    found = read(tmp_path, encoded(Image.fromarray(noise()), "BMP", dpi=(300, 300)))
    assert found.metadata.dots_per_inch == pytest.approx((300, 300), rel=1e-3)


@pytest.mark.parametrize("name", ["SVG", "PDF", "EPS", "WMF", "FITS", "XCF"])
def test_decoders_that_are_not_on_the_list_are_never_asked(tmp_path, name):
    """By content: the suffix says PNG."""
    heads = {
        "SVG": b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        "PDF": b"%PDF-1.7\n",
        "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        "WMF": b"\xd7\xcd\xc6\x9a\0\0",
        "FITS": b"SIMPLE  =                    T",
        "XCF": b"gimp xcf file\0",
    }
    (tmp_path / "photo.png").write_bytes(heads[name] + bytes(300))
    with pytest.raises(errors.NotAPhoto):
        read_photo(tmp_path / "photo.png")


def test_ghostscript_is_not_started_for_a_page_that_is_called_a_photo(tmp_path, monkeypatch):
    """Pillow would; a program of that name stands ready and leaves a trace when it is called."""
    trap = tmp_path / "gs"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/called'\n")
    trap.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    (tmp_path / "page.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n")
    with pytest.raises(errors.NotAPhoto):
        read_photo(tmp_path / "page.png")
    assert not (tmp_path / "called").exists()

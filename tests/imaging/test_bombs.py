"""What claims too much is refused from its header: quickly, within little memory, the limit named."""

import json
import struct
import subprocess
import sys
from io import BytesIO

import pytest
import tifffile
from PIL import Image

from desktop_unet import errors
from desktop_unet.imaging.codec import PIXEL_LIMIT, check_target, read_extent, read_photo
from desktop_unet.imaging.geometry import Extent
from tests.imaging.png_building import SIGNATURE, chunk, header
from tests.imaging.samples import encoded, noise, smooth

READERS = [read_photo, read_extent]


def bomb_png(width: int, height: int) -> bytes:
    import zlib

    return SIGNATURE + header(width, height) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND")


def bomb_tiff(width: int, height: int) -> bytes:
    buffer = BytesIO()
    tifffile.imwrite(buffer, noise(), photometric="rgb", metadata=None)
    content = bytearray(buffer.getvalue())
    (count,) = struct.unpack_from("<H", content, 8)
    for at in range(10, 10 + 12 * count, 12):
        for tag, value in ((256, width), (257, height)):
            if struct.unpack_from("<H", content, at)[0] == tag:
                struct.pack_into("<HII", content, at + 2, 4, 1, value)
    return bytes(content)


def bomb_bmp(width: int, height: int) -> bytes:
    content = bytearray(encoded(Image.fromarray(smooth()), "BMP"))
    content[18:26] = struct.pack("<ii", width, height)
    return bytes(content)


def bomb_jpeg(width: int, height: int) -> bytes:
    content = bytearray(encoded(Image.fromarray(smooth()), "JPEG"))
    frame = content.index(b"\xff\xc0")
    content[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def bomb_gif(width: int, height: int) -> bytes:
    content = bytearray(encoded(Image.fromarray(smooth()).quantize(), "GIF"))
    content[6:10] = struct.pack("<HH", width, height)
    frame = content.index(b"\x2c" + struct.pack("<HHHH", 0, 0, 53, 37))
    content[frame + 5 : frame + 9] = struct.pack("<HH", width, height)
    return bytes(content)


BOMBS = {
    "PNG": bomb_png(50_000, 50_000),
    "PNG as wide as it can say": bomb_png(2**31 - 1, 2**31 - 1),
    "TIFF": bomb_tiff(50_000, 50_000),
    "TIFF as wide as it can say": bomb_tiff(2**32 - 1, 2**32 - 1),
    "TIFF of one endless row": bomb_tiff(2**31 - 1, 1),
    "BMP": bomb_bmp(50_000, 50_000),
    "JPEG": bomb_jpeg(65_500, 65_500),
    "GIF": bomb_gif(65_535, 65_535),
    "PNM": b"P6 50000 50000 255\n" + bytes(99),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("case", BOMBS)
def test_a_photo_that_claims_too_many_pixels_is_refused_with_the_limit_named(tmp_path, reader, case):
    (tmp_path / "bomb").write_bytes(BOMBS[case])
    with pytest.raises(errors.PhotoTooLarge) as caught:
        reader(tmp_path / "bomb")
    assert f"{PIXEL_LIMIT // 1_000_000} megapixels" in str(caught.value)
    assert "\n" not in str(caught.value)


PROBE = """
import json, sys, time
from pathlib import Path
from desktop_unet.errors import Mishap
from desktop_unet.imaging.codec import read_photo
sentences, spent = [], time.process_time()
for path in sys.argv[1:]:
    try:
        read_photo(path)
    except Mishap as mishap:
        sentences.append(str(mishap))
spent = time.process_time() - spent
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps([len(sentences), spent, int(peak.split()[1]) / 1024]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="this system has no /proc to ask for the peak of memory")
def test_all_bombs_together_cost_less_than_two_seconds_and_1500_mib(tmp_path):
    """Processor seconds, since the machine may be busy with other things."""
    paths = []
    for number, content in enumerate(BOMBS.values()):
        paths.append(tmp_path / f"{number}.png")
        paths[-1].write_bytes(content)
    run = subprocess.run([sys.executable, "-c", PROBE, *paths], capture_output=True, text=True, check=True)
    refused, seconds, peak_mib = json.loads(run.stdout)
    assert refused == len(BOMBS)
    assert seconds < 2
    assert peak_mib < 1500


def test_two_hundred_megapixels_are_within_the_limit(tmp_path):
    """Their decoding is measured in docs/reliability.md; here it is their header that is accepted."""
    (tmp_path / "wide.png").write_bytes(bomb_png(20_000, 10_000))
    assert read_extent(tmp_path / "wide.png") == Extent(10_000, 20_000)


def test_what_is_within_the_limit_but_not_in_the_file_is_refused_too(tmp_path):
    (tmp_path / "empty.tif").write_bytes(bomb_tiff(20_000, 12_000))
    with pytest.raises(errors.PhotoDamaged):
        read_photo(tmp_path / "empty.tif")


@pytest.mark.parametrize(
    ("suffix", "side"), [(".jpg", 65_501), (".webp", 16_384), (".avif", 16_385), (".gif", 65_536), (".PNG", None)]
)
def test_the_limits_of_the_format_are_known_before_the_run(tmp_path, suffix, side):
    extent = Extent(3, side or 70_000)
    if side is None:
        check_target(tmp_path / f"wide{suffix}", extent, overwrite=False, original=None)
        return
    with pytest.raises(errors.FormatTooSmall, match=str(side - 1)):
        check_target(tmp_path / f"wide{suffix}", extent, overwrite=False, original=None)
    check_target(tmp_path / f"wide{suffix}", Extent(3, side - 1), overwrite=False, original=None)


def test_a_directory_of_a_tiff_with_hundreds_of_entries_that_lie_is_read_or_refused(tmp_path):
    entries = b"".join(struct.pack("<HHII", 40_000 + n, 2, 2**31, 8) for n in range(300))
    content = b"II*\0" + struct.pack("<IH", 8, 300) + entries + bytes(4)
    (tmp_path / "lies.tif").write_bytes(content)
    with pytest.raises(errors.PhotoDamaged):
        read_photo(tmp_path / "lies.tif")

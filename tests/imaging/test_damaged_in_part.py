"""A file that breaks off shows what it still holds, and says so; a file that shows nothing is refused."""

import struct
from io import BytesIO

import numpy as np
import pytest
import tifffile
from PIL import Image

from desktop_unet import errors
from desktop_unet.imaging.codec import read_extent, read_photo
from desktop_unet.imaging.mask import read_mask
from tests.imaging.samples import encoded, smooth

HEIGHT, WIDTH = 300, 210
GRAIN = np.random.default_rng(0).integers(0, 8, (HEIGHT, WIDTH, 3)).astype(np.uint8)
PICTURE = smooth(HEIGHT, WIDTH) + GRAIN


def tiff(**options: object) -> bytes:
    buffer = BytesIO()
    tifffile.imwrite(buffer, PICTURE, photometric="rgb", metadata=None, **options)
    return buffer.getvalue()


IMAGE = Image.fromarray(PICTURE)
WHOLE = {
    "JPEG": encoded(IMAGE, "JPEG", quality=95),
    "PNG": encoded(IMAGE, "PNG"),
    "TIFF in strips": tiff(rowsperstrip=8),
    "TIFF in strips, deflated": tiff(rowsperstrip=8, compression="zlib"),
    "TIFF in tiles": tiff(tile=(32, 32)),
    "BMP": encoded(IMAGE, "BMP"),
    "PNM": encoded(IMAGE, "PPM"),
    "JPEG 2000": encoded(IMAGE, "JPEG2000", tile_size=(64, 64)),
}


def cut(tmp_path, content: bytes, kept: float):
    path = tmp_path / "cut"
    path.write_bytes(content[: int(len(content) * kept)])
    return path


@pytest.mark.parametrize("case", WHOLE)
def test_a_photo_cut_short_is_read_as_far_as_it_goes_with_a_note(tmp_path, case):
    found = read_photo(cut(tmp_path, WHOLE[case], 0.6))
    assert found.pixels.shape == PICTURE.shape
    assert found.notes[0].startswith("The file is damaged or cut short (")
    assert "\n" not in found.notes[0]
    right = np.abs(found.pixels.astype(int) - PICTURE).max(axis=2) < 40
    assert 0.3 < right.mean() < 0.9
    top = right[-HEIGHT // 4 :] if case == "BMP" else right[: HEIGHT // 4]
    assert top.mean() > 0.97


def test_a_jpeg_that_comes_in_passes_is_read_coarsely(tmp_path):
    found = read_photo(cut(tmp_path, encoded(IMAGE, "JPEG", quality=95, progressive=True), 0.6))
    assert found.notes[0].startswith("The file is damaged")
    assert np.abs(found.pixels.astype(int) - PICTURE).mean() < 20


def test_a_png_that_comes_in_passes_is_refused(tmp_path):
    import pyvips

    whole = pyvips.Image.new_from_array(PICTURE).pngsave_buffer(interlace=True)
    with pytest.raises(errors.PhotoDamaged):
        read_photo(cut(tmp_path, whole, 0.6))


@pytest.mark.parametrize("case", WHOLE)
def test_whoever_needs_the_whole_photo_gets_it_or_a_refusal(tmp_path, case):
    with pytest.raises(errors.PhotoDamaged):
        read_photo(cut(tmp_path, WHOLE[case], 0.6), whole=True)
    (tmp_path / "whole").write_bytes(WHOLE[case])
    assert read_photo(tmp_path / "whole", whole=True).notes == ()


def test_a_mask_is_read_whole_or_not_at_all(tmp_path):
    path = cut(tmp_path, WHOLE["JPEG"], 0.6)
    with pytest.raises(errors.PhotoDamaged):
        read_mask(path, read_photo(path).extent)


@pytest.mark.parametrize("case", [*WHOLE, "WebP", "AVIF", "GIF"])
def test_what_breaks_off_before_anything_is_to_be_seen_is_refused(tmp_path, case):
    others = {"WebP": "WEBP", "AVIF": "AVIF", "GIF": "GIF"}
    whole = WHOLE.get(case) or encoded(IMAGE, others[case])
    for length in (40, 150):
        path = tmp_path / "stub"
        path.write_bytes(whole[:length])
        with pytest.raises(errors.PhotoDamaged) as caught:
            read_photo(path)
        assert "\n" not in str(caught.value)


def test_a_tiff_whose_packing_no_decoder_knows_is_called_so_and_not_shown_black(tmp_path):
    content = tiff(rowsperstrip=HEIGHT)
    packing = content.index(struct.pack("<HHI", 259, 3, 1)) + 8
    (tmp_path / "packed.tif").write_bytes(content[:packing] + struct.pack("<H", 34887) + content[packing + 2 :])
    for read in (read_photo, lambda path: read_photo(path, whole=True)):
        with pytest.raises(errors.FormatNotRead, match="TIFF with LERC compression is not supported"):
            read(tmp_path / "packed.tif")


def test_a_jpeg_with_wrong_restart_markers_is_read_with_a_note_by_the_second_decoder(tmp_path):
    """libvips gives up on many complaints, in whatever way it is asked."""
    whole = bytearray(encoded(IMAGE, "JPEG", quality=95, restart_marker_blocks=2))
    marks = [at for at in range(len(whole) - 1) if whole[at] == 0xFF and 0xD0 <= whole[at + 1] <= 0xD7]
    for at in marks[len(marks) // 2 :]:
        whole[at + 1] = 0xD0 + (whole[at + 1] + 3) % 8
    (tmp_path / "marks.jpg").write_bytes(whole)
    found = read_photo(tmp_path / "marks.jpg")
    assert found.notes[0].startswith("The file is damaged or cut short (")
    assert np.abs(found.pixels[: HEIGHT // 4].astype(int) - PICTURE[: HEIGHT // 4]).max() < 40
    assert read_extent(tmp_path / "marks.jpg") == found.extent
    with pytest.raises(errors.PhotoDamaged):
        read_photo(tmp_path / "marks.jpg", whole=True)


def test_a_jpeg_with_a_gap_shows_what_lies_on_both_sides(tmp_path):
    whole = bytearray(encoded(IMAGE, "JPEG", quality=95, restart_marker_rows=1))
    middle = len(whole) // 2
    del whole[middle : middle + 2000]
    (tmp_path / "gap.jpg").write_bytes(whole)
    found = read_photo(tmp_path / "gap.jpg")
    assert found.notes[0].startswith("The file is damaged")
    assert np.abs(found.pixels[: HEIGHT // 4].astype(int) - PICTURE[: HEIGHT // 4]).max() < 40


def test_a_tiny_file_that_claims_a_large_photo_is_refused_at_once(tmp_path):
    """240 megapixels are allowed; a thousand bytes cannot hold them."""
    claim = bytearray(encoded(Image.fromarray(smooth()), "JPEG"))
    frame = claim.index(b"\xff\xc0")
    claim[frame + 5 : frame + 9] = struct.pack(">HH", 16_000, 15_000)
    (tmp_path / "claim.jpg").write_bytes(claim[:-400])
    with pytest.raises(errors.PhotoDamaged):
        read_photo(tmp_path / "claim.jpg")


def test_a_complaint_about_one_photo_is_not_told_of_the_next(tmp_path):
    read_photo(cut(tmp_path, WHOLE["TIFF in tiles"], 0.6))
    (tmp_path / "next.tif").write_bytes(WHOLE["TIFF in tiles"][:40])
    with pytest.raises(errors.PhotoDamaged) as caught:
        read_photo(tmp_path / "next.tif")
    assert "Read error" not in str(caught.value)
    (tmp_path / "whole.tif").write_bytes(WHOLE["TIFF in tiles"])
    assert read_photo(tmp_path / "whole.tif").notes == ()

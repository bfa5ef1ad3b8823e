"""Which photos a batch takes, what their results are called, and what is refused before anything is written."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

import pytest

from desktop_unet import errors
from desktop_unet.studio.batch.naming import Naming
from desktop_unet.studio.batch.plan import plan_batch
from desktop_unet.studio.batch.sources import find_sources
from tests.studio.batch.jobs import save


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    for name in ("b.png", "a.JPG", "1910/a.jpg", "1910/deep/c.tif", "1920/a.webp", "notes.txt"):
        path = tmp_path / "scans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"never opened")
    return tmp_path / "scans"


def places(found) -> list[str]:
    return [source.place.as_posix() for source in found.sources]


def test_a_folder_is_taken_with_what_is_below_it(scans: Path) -> None:
    found = find_sources([str(scans)])
    assert places(found) == ["a.JPG", "b.png", "1910/a.jpg", "1910/deep/c.tif", "1920/a.webp"]
    assert all(source.path == scans / source.place for source in found.sources)


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("*.png", ["b.png"]),
        ("*", ["1910/a.jpg", "1910/deep/c.tif", "1920/a.webp", "a.JPG", "b.png"]),
        ("*/a.*", ["1910/a.jpg", "1920/a.webp"]),
        ("**/*.tif", ["1910/deep/c.tif"]),
    ],
)
def test_patterns_keep_what_lies_below_their_fixed_part(scans: Path, pattern: str, wanted: list[str]) -> None:
    assert places(find_sources([str(scans / pattern)])) == wanted


def test_no_photo_is_taken_twice(scans: Path) -> None:
    assert places(find_sources([str(scans / "b.png"), str(scans), str(scans / "*.png")])).count("b.png") == 1


@pytest.mark.parametrize(("where", "count"), [("*.jpg", 2), ("a.*", 3), ("1910/*", 2), ("*.gif", 0)])
def test_where_looks_at_names_or_at_places(scans: Path, where: str, count: int) -> None:
    assert len(find_sources([str(scans)], where=where).sources) == count


def test_limit_takes_the_first(scans: Path) -> None:
    assert places(find_sources([str(scans)], limit=2)) == ["a.JPG", "b.png"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that cannot be read")
def test_a_folder_that_cannot_be_read_is_told_and_the_others_are_taken(scans: Path) -> None:
    (scans / "1910").chmod(0)
    try:
        found = find_sources([str(scans)])
    finally:
        (scans / "1910").chmod(0o755)
    assert places(found) == ["a.JPG", "b.png", "1920/a.webp"]
    assert found.unreadable == ((scans / "1910", "Permission denied"),)


def test_a_folder_that_cannot_be_listed_is_told(scans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As above for those whom no permission stops."""
    listed = os.scandir

    def scandir(path):
        if str(path).endswith("1910"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = find_sources([str(scans)])
    assert (places(found), found.unreadable) == (
        ["a.JPG", "b.png", "1920/a.webp"],
        ((scans / "1910", "Permission denied"),),
    )


@pytest.mark.parametrize(
    ("naming", "place", "wanted"),
    [
        (Naming(), "x/old.jpg", "x/old.jpg"),
        (Naming(), "x/old.jp2", "x/old.png"),
        (Naming("{stem}-x4{suffix}"), "old.tif", "old-x4.tif"),
        (Naming(suffix=".webp"), "a/b/old.tif", "a/b/old.webp"),
        (Naming("{stem}.png"), "old.tif", "old.png"),
        (Naming("new {stem}{suffix}"), "o.l.d.JPG", "new o.l.d.JPG"),
    ],
)
def test_results_are_named_by_the_pattern(naming: Naming, place: str, wanted: str) -> None:
    naming.check()
    assert naming.place_for(PurePath(place)).as_posix() == wanted


@pytest.mark.parametrize(
    "pattern", ["result.png", "{stem}/{suffix}", "{", "{stem!r}.png", "{stem:9}.png", "{0}{stem}", "{date}{stem}"]
)
def test_patterns_that_name_nothing_are_refused(pattern: str) -> None:
    with pytest.raises(errors.NamePatternWrong, match="names no results"):
        Naming(pattern).check()


def test_a_name_without_a_format_is_refused(scans: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.FormatUnknown):
        plan_batch([str(scans)], tmp_path / "out", Naming("{stem}.doc"))


@pytest.mark.parametrize("out", ["scans", "scans/out", "scans/1910/deep"])
def test_results_do_not_go_among_the_photos(scans: Path, out: str) -> None:
    with pytest.raises(errors.OutputInSource):
        plan_batch([str(scans)], scans.parent / out, Naming())


def test_nor_do_photos_come_from_among_the_results(scans: Path) -> None:
    with pytest.raises(errors.SourceInOutput):
        plan_batch([str(scans / "1910" / "a.jpg")], scans, Naming("{stem}-2{suffix}"))


def test_links_do_not_hide_that_they_are_the_same_folder(scans: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(scans)
    with pytest.raises(errors.OutputInSource):
        plan_batch([str(scans)], tmp_path / "link" / "out", Naming())


def test_two_photos_of_one_name_are_told(scans: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.BatchNamesCollide, match=r"a.jpg and .*a.webp would both become a.png"):
        plan_batch([str(scans / "1910"), str(scans / "1920")], tmp_path / "out", Naming(suffix=".png"))


def test_names_that_differ_in_capitals_alone_are_one_on_other_disks(tmp_path: Path) -> None:
    save(tmp_path / "in" / "A.png")
    save(tmp_path / "in" / "a.png")
    if len(list((tmp_path / "in").iterdir())) < 2:
        pytest.skip("this disk does not tell them apart")
    with pytest.raises(errors.BatchNamesCollide):
        plan_batch([str(tmp_path / "in")], tmp_path / "out", Naming())


def test_nothing_to_do_is_told(scans: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(errors.NoPhotos):
        plan_batch([str(tmp_path / "empty")], tmp_path / "out", Naming())
    with pytest.raises(errors.BatchNothingLeft, match=r"\*\.gif"):
        plan_batch([str(scans)], tmp_path / "out", Naming(), where="*.gif")
    for missing in ("nothing.png", "*.gif"):
        with pytest.raises(errors.FileMissing):
            plan_batch([str(scans / missing)], tmp_path / "out", Naming())

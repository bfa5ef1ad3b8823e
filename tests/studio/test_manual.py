"""The manual: what the pages of docs/ become, and that package and wheel hold just that."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatch
from importlib.metadata import metadata
from pathlib import Path

import pytest

from desktop_unet.models.card import Card
from desktop_unet.models.config import UNetConfig
from desktop_unet.paths import docs_dir, licence_file
from desktop_unet.studio.credits import LIBRARIES, credits_of, read_credits
from desktop_unet.studio.manual import PACKED_PICTURES, PAGE_NAMES, anchor_of, manual_files, read_manual
from shipping import selection


def test_every_page_is_there_with_a_title_and_its_pictures() -> None:
    pages = read_manual()
    assert tuple(page.name for page in pages) == PAGE_NAMES
    assert len({page.title for page in pages}) == len(pages)
    assert sum(len(page.pictures) for page in pages) > 15


def test_links_lead_to_pages_and_headings_that_are_there() -> None:
    pages = {page.name: page for page in read_manual()}
    headings = {
        name: {anchor_of(each) for each in re.findall(r"^#+ (.+)$", page.text, re.MULTILINE)}
        for name, page in pages.items()
    }
    followed = 0
    for name, page in pages.items():
        for link in re.findall(r"(?<!!)\[[^\[\]]*\]\(([^)\s]+)\)", page.text):
            target, _, heading = link.partition("#")
            target = target.removesuffix(".md") or name
            assert target in pages, f"{name}: {link}"
            assert not heading or heading in headings[target], f"{name}: {link}"
            followed += 1
    assert followed > 15


def test_the_most_read_pages_are_vietnamese_and_lead_to_pages_that_are_there() -> None:
    english, pages = read_manual(), read_manual(language="vi")
    assert tuple(page.name for page in pages) == PAGE_NAMES
    translated = {page.name: page for page, before in zip(pages, english, strict=True) if page.text != before.text}
    assert {"window", "restoring-an-old-photo"} <= set(translated)
    for name, page in translated.items():
        original = next(before for before in english if before.name == name)
        assert page.pictures == original.pictures, "all pictures of the page, and no others"
        for link in re.findall(r"(?<!!)\[[^\[\]]*\]\(([^)\s]+)\)", page.text):
            assert link.partition("#")[0].removesuffix(".md") in PAGE_NAMES, f"{name}: {link}"


def test_what_leads_elsewhere_is_plain_words(tmp_path: Path) -> None:
    (tmp_path / "window.md").write_text(
        "# Here\n[inside](tones.md#why), [beside](../README.md), [out](https://example.org), [a `code`](x.py), "
        "![seen](images/a.png), ![not there](images/b.png)\n\n| ![two](images/a.png) | [t](window.md) |\n"
    )
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_bytes(b"")
    (page,) = read_manual(tmp_path)
    assert page.text.splitlines()[1] == (
        "[inside](tones.md#why), beside, out, a `code`, ![seen](images/a.png), *not there*"
    )
    assert page.title == "Here"
    assert set(page.pictures) == page.in_tables == {"images/a.png"}


def test_a_folder_without_pages_has_no_manual(tmp_path: Path) -> None:
    assert read_manual(tmp_path) == ()


def test_the_package_holds_the_manual_and_no_other_docs(repository: Path) -> None:
    packed = {Path(source) for source, place in selection.data_files() if place.startswith("docs")}
    assert packed == set(manual_files(repository / "docs", PACKED_PICTURES))
    assert {f"{name}.md" for name in PAGE_NAMES} <= {path.name for path in packed}
    assert {path.stem for path in packed if path.suffix == ".png"} == set(PACKED_PICTURES)
    assert sum(path.stat().st_size for path in packed) < 700_000
    assert (str(repository / "LICENSE"), ".") in set(selection.data_files())


def test_so_does_the_wheel(repository: Path) -> None:
    wheel = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    assert "docs" in wheel["only-include"]
    assert wheel["sources"]["docs"] == "desktop_unet/docs"

    def is_left_out(path: Path) -> bool:
        place = f"/{path.relative_to(repository).as_posix()}"
        return any(fnmatch(place, each) or place.startswith(f"{each}/") for each in wheel["exclude"])

    there = {path for path in (repository / "docs").rglob("*") if path.is_file() and not is_left_out(path)}
    assert there == set(manual_files(repository / "docs"))
    assert wheel["force-include"] == {"LICENSE": "desktop_unet/LICENSE"}


def test_manual_and_licence_are_found_in_the_source_tree(repository: Path) -> None:
    assert docs_dir() == repository / "docs"
    assert licence_file().read_text("utf-8") == (repository / "LICENSE").read_text("utf-8")


# --- credits -------------------------------------------------------------------------------------


def card(name: str, family: str = "product", licences: tuple[str, ...] = (), **provenance: object) -> Card:
    return Card(name, family, UNetConfig(task="upscale", scales=(2,)), 1, provenance, licences=licences)


def test_teachers_of_every_run_and_licences_of_all_photos_are_named_once() -> None:
    earlier = {"photos": 504, "teachers": ["B, MIT", "A, BSD"]}
    named = credits_of(
        "MIT",
        [
            card("one", licences=("CC0-1.0",), photos=9, started_from={"photos": 8, "started_from": earlier}),
            card("two", licences=("CC BY 4.0", "CC0-1.0"), photos=471),
            card("mine", "own", licences=("secret",), teachers=["me"], photos=90_000),
        ],
    )
    assert named.teachers == ("A, BSD", "B, MIT")
    assert named.taught == ("one",)
    assert named.photo_licences == ("CC BY 4.0", "CC0-1.0")
    assert named.photos == 504


def test_the_installed_networks_name_their_teachers_and_photos() -> None:
    named = read_credits()
    assert any("RealSR" in each for each in named.teachers)
    assert any("CC BY" in each for each in named.photo_licences)
    assert named.licence.startswith("MIT License")


def test_all_that_the_program_depends_on_is_thanked(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[\[<>=!~ ]", line)[0].lower() for line in project["dependencies"]}
    assert {name.lower() for names, _, _ in LIBRARIES for name in names} == needed


@pytest.mark.parametrize("name", [name for names, _, _ in LIBRARIES for name in names])
def test_licences_are_those_that_the_makers_name(name: str) -> None:
    found = metadata(name)
    said = " ".join([found.get("License-Expression") or found.get("License") or "", *found.get_all("Classifier", [])])
    licence = next(licence for names, _, licence in LIBRARIES if name in names)
    family = {"Apache-2.0": "Apache"}.get(licence, licence.split("-")[0])
    assert any(part.strip().split("-")[0] in said for part in licence.split(",")) or family in said

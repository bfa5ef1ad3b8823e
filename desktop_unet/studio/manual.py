"""The manual: the pages of ``docs/`` that concern those who use the program, with their pictures. No Qt.

Comes in: Markdown files. Goes out: pages whose links lead to other pages, or are no links. What is packed with the
program follows from the same table (``manual_files``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_unet.paths import docs_dir

PAGE_NAMES = (
    "window",
    "restoring-an-old-photo",
    "mask-tools",
    "comparing-and-saving",
    "skip-lab",
    "lessons",
    "exercise",
    "batch",
    "cluster",
    "command-line",
    "install",
    "scratch-finder",
    "tones",
    "damage-estimate",
    "upscale-networks",
    "inpaint-networks",
)
"""In the order in which they are listed; the first is shown first."""
PACKED_PICTURES = (
    *("empty", "before-after", "skip-vs-no-skip", "exact-size", "save"),
    *("lab-lesson", "lab-spectrum", "lab-train"),
)
"""Those that the packed program has room for; words stand in the place of the others. The wheel has them all."""

_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|!?\[[^\]]*\](?:\([^)]*\))?)*)\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class ManualPage:
    """One page.

    Args:
        name: of its file, without suffix.
        title: its first heading.
        text: Markdown.
        pictures: its pictures by the names that ``text`` has for them.
        in_tables: names of those that stand side by side.
    """

    name: str
    title: str
    text: str
    pictures: dict[str, Path]
    in_tables: frozenset[str]


def read_manual(folder: Path | None = None, language: str = "en") -> tuple[ManualPage, ...]:
    """Every page that is there, in a language where it is translated.

    Args:
        folder: of the pages; None takes the program's own.
        language: as ``vi``; a page is English where ``NAME.vi.md`` is not beside ``NAME.md``.
    """
    folder = folder or docs_dir()
    found = []
    for name in PAGE_NAMES:
        paths = (folder / f"{name}.{language}.md", folder / f"{name}.md")
        found += [_read(path, name) for path in paths if path.is_file()][:1]
    return tuple(found)


def manual_files(folder: Path, pictures: Collection[str] | None = None) -> Iterator[Path]:
    """The files of the manual: pages, and the pictures they show; where ``pictures`` are named, only those."""
    for page in read_manual(folder):
        yield folder / f"{page.name}.md"
        yield from sorted(folder.glob(f"{page.name}.??.md"))
        yield from (path for path in page.pictures.values() if pictures is None or path.stem in pictures)


def anchor_of(heading: str) -> str:
    """What a link calls a heading, as GitHub does."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _read(path: Path, name: str) -> ManualPage:
    text = path.read_text("utf-8")
    found = _TITLE.search(text)
    names = [name for _alt, name in _PICTURE.findall(text)]
    pictures = {name: path.parent / name for name in names if (path.parent / name).is_file()}
    rows = "".join(line for line in text.splitlines() if line.startswith("|"))
    return ManualPage(
        name=name,
        title=found[1] if found is not None else name,
        text=_PICTURE.sub(lambda each: each[0] if each[2] in pictures else f"*{each[1]}*", _with_links_inside(text)),
        pictures=pictures,
        in_tables=frozenset(name for name in names if name in rows),
    )


def _with_links_inside(text: str) -> str:
    """Links to other pages stay; the others lead to the source tree or the net and become plain words."""

    def keep(found: re.Match[str]) -> str:
        name, _, _anchor = found[2].partition("#")
        is_inside = not name or (name.endswith(".md") and name.removesuffix(".md") in PAGE_NAMES)
        return found[0] if is_inside else found[1]

    return _LINK.sub(keep, text)

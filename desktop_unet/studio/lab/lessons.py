"""Lessons: JSON that sets up the lab and asks, Markdown that explains before and after. No Qt.

Comes in: resources/lessons, a teacher's folder, or one file. Goes out: checked ``Lesson`` values.
The format is described in docs/lessons.md.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_unet.errors import LessonBroken
from desktop_unet.paths import resources_dir, user_lessons_dir
from desktop_unet.studio.lab.lab_options import DAMAGE, HOLES, LAB_ROWS, VEILS

REVEAL = "<!-- reveal -->"
PAGES = ("gates", "inside", "spectrum", "upsampling", "challenge")
_LARGEST_BYTES = 1 << 15
_LARGEST_NUMBER = 2**31 - 1
_LONGEST_QUOTE = 80


@dataclass(frozen=True)
class Lesson:
    """One guided page; every text by language code, ``en`` always there.

    Args:
        name: of its file, without suffix.
        order: place in the list.
        title: in the list.
        before, after: Markdown, up to the prediction and from it on.
        question: what to predict; empty asks nothing.
        choices: answers to choose from.
        answer: index of the right one.
        set_up: options of the lab at the beginning.
        reveal_set_up: options of the lab when it is revealed.
    """

    name: str
    order: int
    title: Mapping[str, str]
    before: Mapping[str, str]
    after: Mapping[str, str]
    question: Mapping[str, str]
    choices: tuple[Mapping[str, str], ...]
    answer: int
    set_up: Mapping[str, Any]
    reveal_set_up: Mapping[str, Any]


def text_in(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, or in English."""
    return texts.get(language) or texts.get("en", "")


def list_lessons() -> tuple[tuple[Lesson, ...], tuple[str, ...]]:
    """The program's lessons and the user's own, in order; and a sentence for each that is broken."""
    found, broken = [], []
    for folder in (resources_dir() / "lessons", user_lessons_dir()):
        for path in sorted(folder.glob("*.json")):
            try:
                found.append(read_lesson(path))
            except LessonBroken as mishap:
                broken.append(str(mishap))
    return tuple(sorted(found, key=lambda lesson: (lesson.order, lesson.name))), tuple(broken)


def read_lesson(path: Path) -> Lesson:
    """Read a lesson and the Markdown files beside it.

    Raises:
        LessonBroken: something is missing or wrong; the sentence says what.
    """
    try:
        values = json.loads(_text_of(path))
        return _lesson(path, values)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as mistake:
        raise LessonBroken(path=path, reason=str(mistake)) from mistake
    except (KeyError, TypeError, ValueError, AttributeError) as mistake:
        what = f"'{mistake.args[0]}' is missing" if isinstance(mistake, KeyError) else str(mistake)
        raise LessonBroken(path=path, reason=what) from mistake


def _lesson(path: Path, values: Mapping[str, Any]) -> Lesson:
    if not isinstance(values, dict):
        raise ValueError("it is not a table of a lesson's parts")
    parts = {language: _markdown(path.parent, name) for language, name in _texts(values["text"], "text").items()}
    choices = tuple(_texts(choice, "choices") for choice in _list(values.get("choices", []), "choices"))
    answer = _whole_number(values.get("answer", 0), "answer")
    if choices and not 0 <= answer < len(choices):
        raise ValueError(f"answer {answer} is not one of the {len(choices)} choices")
    if bool(choices) != bool(values.get("question")):
        raise ValueError("a question needs choices, and choices a question")
    return Lesson(
        name=path.stem,
        order=_whole_number(values["order"], "order"),
        title=_texts(values["title"], "title"),
        before={language: before for language, (before, _) in parts.items()},
        after={language: after for language, (_, after) in parts.items()},
        question=_texts(values["question"], "question") if choices else {},
        choices=choices,
        answer=answer,
        set_up=_set_up(values["set_up"]),
        reveal_set_up=_set_up(values.get("reveal_set_up", {})),
    )


def _texts(value: Any, name: str) -> dict[str, str]:
    if not isinstance(value, dict) or not isinstance(value.get("en"), str):
        raise ValueError(f"{name} needs a text in English ('en')")
    texts = {str(language): str(text) for language, text in value.items()}
    if any(_has_half_characters(text) for pair in texts.items() for text in pair):
        raise ValueError(f"{name} holds half a character (\\ud800 to \\udfff)")
    return texts


def _has_half_characters(text: str) -> bool:
    """JSON can hold one of a pair of surrogates, a window cannot show it."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{name} is not a list")
    return value


def _whole_number(value: Any, name: str) -> int:
    if not _is_whole(value):
        raise ValueError(f"{name} is not a whole number from 0 to {_LARGEST_NUMBER}")
    return int(value)


def _is_whole(value: Any) -> bool:
    """JSON's true is Python's 1; a number without end is none that a lab could be set to."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST_NUMBER


def _brief(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"


def _markdown(folder: Path, name: str) -> tuple[str, str]:
    if Path(name).name != name or not name.endswith(".md"):
        raise ValueError(f"{_brief(name)} must be a Markdown file (.md) beside the lesson")
    before, mark, after = _text_of(folder / name).partition(REVEAL)
    if not mark:
        raise ValueError(f"{name} lacks the line {REVEAL}")
    return before.strip(), after.strip()


def _text_of(path: Path) -> str:
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise ValueError(f"{path.name} is not a file")  # a pipe or a device would be read without end
    if facts.st_size > _LARGEST_BYTES:
        raise ValueError(f"{path.name} is larger than the {_LARGEST_BYTES >> 10} KiB allowed for a lesson")
    return path.read_text("utf-8-sig")


def _set_up(values: Any) -> dict[str, Any]:
    """Options of the lab, each of its own kind."""
    if not isinstance(values, dict):
        raise ValueError("a set-up is a table of options")
    for name, value in values.items():
        if name not in _CHECKS:
            raise ValueError(f"the lab has no option '{_brief(name)}'")
        if not _CHECKS[name](value):
            raise ValueError(f"{_brief(repr(value))} is not a value for '{name}'")
    return dict(values)


def _is_gates(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(g, int | float) and 0 <= g <= 1 for g in value))


def _is_pixel(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_whole, value))


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "task": lambda value: isinstance(value, str) and value in {row.name for row in LAB_ROWS},
    "skip_card": lambda value: isinstance(value, str),
    "blind_card": lambda value: isinstance(value, str),
    "holes": lambda value: isinstance(value, str) and value in HOLES,
    "damage": lambda value: isinstance(value, str) and value in DAMAGE,
    "seed": _is_whole,
    "gates": _is_gates,
    "level": lambda value: _is_whole(value) and value >= 1,
    "pixel": _is_pixel,
    "page": lambda value: value in PAGES,
    "veil": lambda value: isinstance(value, str) and value in VEILS,
}

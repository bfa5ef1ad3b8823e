"""Lessons are complete in both languages, and broken ones are refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_unet.errors import LessonBroken
from desktop_unet.ui.lab.lesson_panel import LANGUAGES
from desktop_unet.ui.lab.lessons import Lesson, list_lessons, read_lesson, text_in

GOOD = {
    "order": 1,
    "title": {"en": "One"},
    "text": {"en": "one.md"},
    "set_up": {"page": "gates", "gates": [0, 1]},
    "question": {"en": "Which?"},
    "choices": [{"en": "This"}, {"en": "That"}],
    "answer": 1,
}


def write(folder: Path, **changes: object) -> Path:
    (folder / "one.md").write_text("Before.\n\n<!-- reveal -->\n\nAfter.\n")
    path = folder / "one.json"
    path.write_text(json.dumps({name: value for name, value in {**GOOD, **changes}.items() if value is not ...}))
    return path


def test_the_programs_lessons_are_whole_and_in_order() -> None:
    lessons, broken = list_lessons()
    assert not broken
    assert len(lessons) >= 7
    assert [lesson.order for lesson in lessons] == sorted({lesson.order for lesson in lessons})


@pytest.mark.parametrize("lesson", list_lessons()[0], ids=lambda lesson: lesson.name)
def test_every_lesson_speaks_every_language(lesson: Lesson) -> None:
    for code, _ in LANGUAGES:
        for texts in (lesson.title, lesson.before, lesson.after, lesson.question, *lesson.choices):
            assert texts.get(code), f"{lesson.name} lacks {code}"


def test_a_lesson_is_read_with_what_comes_before_and_after(tmp_path: Path) -> None:
    lesson = read_lesson(write(tmp_path))
    assert (lesson.before["en"], lesson.after["en"]) == ("Before.", "After.")
    assert text_in(lesson.title, "vi") == "One"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": ...}, "title"),
        ({"title": {"vi": "Một"}}, "English"),
        ({"text": {"en": "../one.md"}}, "beside the lesson"),
        ({"text": {"en": "missing.md"}}, "missing.md"),
        ({"answer": 2}, "none of the 2 choices"),
        ({"choices": []}, "choices"),
        ({"set_up": {"colour": 1}}, "no option 'colour'"),
        ({"set_up": {"gates": [2]}}, "nothing for 'gates'"),
        ({"set_up": {"page": "cellar"}}, "nothing for 'page'"),
    ],
)
def test_a_broken_lesson_is_refused_with_what_is_wrong(changes: dict, reason: str, tmp_path: Path) -> None:
    with pytest.raises(LessonBroken, match=reason):
        read_lesson(write(tmp_path, **changes))


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("[")
    with pytest.raises(LessonBroken):
        read_lesson(tmp_path / "bad.json")

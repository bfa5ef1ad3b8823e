"""Lessons are complete in both languages, and broken ones are refused with a reason."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QTranslator
from PySide6.QtWidgets import QApplication

from desktop_unet.errors import LessonBroken
from desktop_unet.studio.lab.lessons import Lesson, list_lessons, read_lesson, text_in
from desktop_unet.ui.lab.lesson_panel import LessonPanel, LessonText
from desktop_unet.ui.look.translation import LANGUAGE_NAMES, install_language

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
    for code in LANGUAGE_NAMES:
        for texts in (lesson.title, lesson.before, lesson.after, lesson.question, *lesson.choices):
            assert texts.get(code), f"{lesson.name} lacks {code}"


@pytest.mark.parametrize("code", LANGUAGE_NAMES)
def test_every_answer_can_be_read_whole_beside_the_lab(qtbot, code: str) -> None:
    panel = LessonPanel()
    qtbot.addWidget(panel)
    panel.resize(panel.minimumWidth(), 600)
    panel.layout().activate()
    room_px = panel.layout().contentsRect().width()
    panel.language.setCurrentIndex(panel.language.findData(code))
    for lesson in panel.lessons:
        panel.begin(lesson)
        for button in panel.choices:
            assert button.sizeHint().width() <= room_px, button.text()
            assert button.text().split() == button.accessibleName().split()


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
        ({"answer": 2}, "not one of the 2 choices"),
        ({"choices": []}, "choices"),
        ({"set_up": {"colour": 1}}, "no option 'colour'"),
        ({"set_up": {"gates": [2]}}, "not a value for 'gates'"),
        ({"set_up": {"page": "cellar"}}, "not a value for 'page'"),
        ({"set_up": {"holes": ["brush"]}}, "not a value for 'holes'"),
        ({"set_up": {"seed": True}}, "not a value for 'seed'"),
        ({"set_up": {"seed": 10**400}}, "not a value for 'seed'"),
        ({"order": float("inf")}, "order is not a whole number"),
        ({"answer": float("inf")}, "answer is not a whole number"),
        ({"choices": 4}, "choices is not a list"),
        ({"title": {"en": "half \ud800"}}, "half a character"),
    ],
)
def test_a_broken_lesson_is_refused_with_what_is_wrong(changes: dict, reason: str, tmp_path: Path) -> None:
    with pytest.raises(LessonBroken, match=reason):
        read_lesson(write(tmp_path, **changes))


@pytest.mark.parametrize("values", [[], None, "text", 3])
def test_json_that_is_no_table_is_refused(values: object, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(values))
    with pytest.raises(LessonBroken, match="not a table"):
        read_lesson(path)


def test_a_reason_is_short_however_long_the_value(tmp_path: Path) -> None:
    with pytest.raises(LessonBroken) as caught:
        read_lesson(write(tmp_path, set_up={"skip_card": [1] * 5000}))
    assert len(str(caught.value)) < 400 + len(str(tmp_path))


def test_pipes_devices_and_folders_are_no_lessons(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    (tmp_path / "folder.md").mkdir()
    for name in ("pipe.md", "zero.md", "folder.md"):
        with pytest.raises(LessonBroken, match="is not a file"):
            read_lesson(write(tmp_path, text={"en": name}))
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(LessonBroken, match="is not a file"):
        read_lesson(tmp_path / "pipe.json")


def test_a_lesson_that_is_too_long_is_refused_unread(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "one.md").write_text("- a\n" * 20_000)
    with pytest.raises(LessonBroken, match="32 KiB"):
        read_lesson(path)


def test_a_lesson_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = write(tmp_path)
    for file in (path, tmp_path / "one.md"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert read_lesson(path).before["en"] == "Before."


@pytest.mark.parametrize("name", ["pipe", "photo.png"])
@pytest.mark.parametrize("picture", ["![picture]({})", "<img src='{}'>"])
def test_a_lesson_opens_no_other_file_to_show_it(qtbot, tmp_path: Path, name: str, picture: str) -> None:
    os.mkfifo(tmp_path / "pipe")  # who opened it would wait for ever
    Image.new("RGB", (50, 40)).save(tmp_path / "photo.png")
    text = LessonText()
    qtbot.addWidget(text)
    text.setMarkdown(picture.format(tmp_path / name))
    text.resize(200, 200)
    text.grab()
    assert text.document().size().height() < 40


@pytest.mark.parametrize("language", ["en", "vi"])
def test_lessons_begin_in_the_language_that_the_window_speaks(qtbot, monkeypatch, language: str) -> None:
    app = QApplication.instance()
    before = app.property("spoken_language")
    translator_count = len(app.findChildren(QTranslator))
    monkeypatch.setattr(app, "installTranslator", lambda translator: translator.deleteLater())
    install_language(app, language)
    panel = LessonPanel()
    qtbot.addWidget(panel)
    assert panel.language.currentData() == language
    app.setProperty("spoken_language", before)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(app.findChildren(QTranslator)) == translator_count


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("[")
    with pytest.raises(LessonBroken):
        read_lesson(tmp_path / "bad.json")

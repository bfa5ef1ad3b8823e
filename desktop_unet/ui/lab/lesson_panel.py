"""Lessons beside the lab: read, predict, reveal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QImage, QResizeEvent, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.errors import LessonBroken
from desktop_unet.studio.lab.lessons import PAGES, Lesson, list_lessons, read_lesson, text_in
from desktop_unet.ui.look.fields import NameCombo
from desktop_unet.ui.look.file_dialogs import ask_file
from desktop_unet.ui.look.labels import broken
from desktop_unet.ui.look.translation import LANGUAGE_NAMES, sentence_for, spoken_language

TEXT_MARGIN_PX, LETTERS = 8, 20
BESIDE_ANSWERS_PX = 56
"""Margins of the panel, the round button and what a style leaves beside it."""
_IMAGE = QTextDocument.ResourceType.ImageResource.value


class LessonText(QTextBrowser):
    """Markdown of anyone's: text alone. A picture in it could name a pipe or a device, which is read without end.

    It is given an empty one: where Qt gets nothing, it opens the file by itself.
    """

    def loadResource(self, kind: int, name: QUrl | str) -> QImage | None:
        nothing = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
        nothing.fill(0)
        return nothing if kind == _IMAGE else None


class LessonPanel(QWidget):
    """Tells what the lab is to be set up with; knows nothing else of it."""

    set_up_wanted = Signal(object)
    told = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lessons: list[Lesson] = []  # those that are offered
        self._known: list[Lesson] = []
        self.lesson: Lesson | None = None
        self.is_revealed = False
        self.which, self.language = NameCombo(self.tr("Lesson"), LETTERS, self), QComboBox(self)
        self.text = LessonText(self)
        self.question = QLabel(self)
        self.choices: list[QRadioButton] = []
        self.group = QButtonGroup(self)
        self.reveal_button = QPushButton(self.tr("Reveal"), self)
        self.next_button = QPushButton(self.tr("Next lesson"), self)
        self.add_button = QPushButton(self.tr("Add a lesson…"), self)
        self._lay_out()
        self._connect()
        self._fill()

    def _lay_out(self) -> None:
        self.language.setAccessibleName(self.tr("Language"))
        for code, name in LANGUAGE_NAMES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(spoken_language()))
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(self.tr("Lesson text"))
        self.question.setWordWrap(True)
        self.question.setProperty("role", "heading")
        for button in (self.reveal_button, self.next_button):
            button.setProperty("role", "primary")
        self.next_button.hide()
        self.question.hide()
        below = QHBoxLayout()
        below.addWidget(self.add_button, 1)
        below.addWidget(self.language)
        self._answers = QVBoxLayout()
        column = QVBoxLayout(self)
        column.addWidget(self.which)
        column.addWidget(self.text, 1)
        column.addWidget(self.question)
        column.addLayout(self._answers)
        column.addWidget(self.reveal_button)
        column.addWidget(self.next_button)
        column.addLayout(below)
        self.setMinimumWidth(300)

    def _connect(self) -> None:
        self.which.activated.connect(self._on_picked)
        self.language.activated.connect(lambda _: self._show())
        self.reveal_button.clicked.connect(self.reveal)
        self.next_button.clicked.connect(self.go_on)
        self.text.anchorClicked.connect(self._follow)
        self.add_button.clicked.connect(self._ask_add)
        self.group.idToggled.connect(self._on_predicted)

    def _fill(self) -> None:
        lessons, broken = list_lessons()
        self.lessons, self._known = list(lessons), list(lessons)
        self._list_titles()
        for sentence in broken:
            self.told.emit("error", sentence)

    def offer(self, tasks: Sequence[str]) -> None:
        """Leave out lessons on tasks that there are no networks for, but the one that is read."""
        self.lessons = [
            lesson
            for lesson in self._known
            if lesson is self.lesson or "task" not in lesson.set_up or lesson.set_up["task"] in tasks
        ]
        self._list_titles()

    def _list_titles(self) -> None:
        code = self.language.currentData()
        self.which.clear()
        self.which.addItem(self.tr("Choose a lesson"), None)
        for number, lesson in enumerate(self.lessons):
            self.which.addItem(f"{number + 1}. {text_in(lesson.title, code)}", number)
        if self.lesson in self.lessons:
            self.which.setCurrentIndex(1 + self.lessons.index(self.lesson))
        else:
            self._show_welcome()

    def _show_welcome(self) -> None:
        self.text.setMarkdown(
            self.tr("Short guided pages: read, predict, then reveal what the networks really do on your photo.")
        )
        self.question.clear()
        self.question.hide()
        self.reveal_button.setEnabled(False)

    def _on_picked(self, index: int) -> None:
        number = self.which.itemData(index)
        if number is None:
            self.leave()
        else:
            self.begin(self.lessons[number])

    def leave(self) -> None:
        """No lesson; what it hid is shown."""
        self.lesson, self.is_revealed = None, False
        self._make_choices()
        self._list_titles()
        self._on_predicted()
        self.set_up_wanted.emit({})

    def begin(self, lesson: Lesson) -> None:
        """Show a lesson from its beginning and set up the lab for it."""
        self.lesson, self.is_revealed = lesson, False
        self._make_choices()
        self._show()
        self.set_up_wanted.emit(dict(lesson.set_up))

    def _make_choices(self) -> None:
        for button in self.choices:
            self.group.removeButton(button)
            self._answers.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.choices = [QRadioButton(self) for _ in (self.lesson.choices if self.lesson is not None else ())]
        for number, button in enumerate(self.choices):
            self.group.addButton(button, number)
            self._answers.addWidget(button)

    def _show(self) -> None:
        code, lesson = self.language.currentData(), self.lesson
        self._list_titles()
        if lesson is None:
            return
        text = text_in(lesson.before, code)
        self.text.setMarkdown(text)
        self._dress_text()
        if self.is_revealed:
            before = self.text.document().blockCount()
            self.text.setMarkdown(f"{text}\n\n---\n\n{self._verdict(lesson)}\n\n{text_in(lesson.after, code)}")
            self._dress_text()
            self._scroll_to(before)
        self.question.setText(text_in(lesson.question, code))
        self.question.setVisible(bool(self.question.text()))
        for button in self.choices:
            button.setEnabled(not self.is_revealed)
        self._break_choices()
        self._on_predicted()

    def _break_choices(self) -> None:
        """Answers in as many lines as they need; Qt gives a radio button only one."""
        room_px = max(self.width(), self.minimumWidth()) - BESIDE_ANSWERS_PX
        for button, choice in zip(self.choices, self.lesson.choices if self.lesson is not None else (), strict=True):
            text = text_in(choice, self.language.currentData())
            button.setText(broken(text, button.fontMetrics(), room_px))
            button.setAccessibleName(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._break_choices()

    def changeEvent(self, event: QEvent) -> None:
        """Links keep the colour that they were written in."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "lesson", None) is not None:
            self._show()

    def _dress_text(self) -> None:
        """Qt sets the title twice as large as the text, without room around it."""
        document = self.text.document()
        document.setDocumentMargin(TEXT_MARGIN_PX)
        block = document.begin()
        while block.isValid():
            if block.blockFormat().headingLevel() == 1:
                cursor, look = QTextCursor(block), QTextCharFormat()
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                look.setProperty(QTextFormat.Property.FontSizeAdjustment, 1)
                cursor.mergeCharFormat(look)
            block = block.next()

    def _scroll_to(self, number: int) -> None:
        """Bring what is revealed to the top; the layout has to be made first."""
        document = self.text.document()
        top = document.documentLayout().blockBoundingRect(document.findBlockByNumber(number)).top()
        self.text.verticalScrollBar().setValue(round(top))

    def _on_predicted(self, *_facts: object) -> None:
        """What is asked must be predicted before it is revealed."""
        may = self.lesson is not None and not self.is_revealed
        self.reveal_button.setEnabled(may and (not self.choices or self.group.checkedId() >= 0))
        self.reveal_button.setVisible(not self.is_revealed or self._following() is None)
        self.next_button.setVisible(not self.reveal_button.isVisibleTo(self))

    def _verdict(self, lesson: Lesson) -> str:
        if not self.choices:
            return ""
        if self.group.checkedId() == lesson.answer:
            return self.tr("**As you predicted.**")
        right = text_in(lesson.choices[lesson.answer], self.language.currentData())
        return self.tr("**Not quite:** {answer}").format(answer=right)

    def reveal(self) -> None:
        """Show what happens, in the lab and in words."""
        if self.lesson is not None and not self.is_revealed:
            self.is_revealed = True
            self._show()
            self.set_up_wanted.emit(dict(self.lesson.reveal_set_up))

    def _following(self) -> Lesson | None:
        place = self.lessons.index(self.lesson) + 1 if self.lesson in self.lessons else len(self.lessons)
        return self.lessons[place] if place < len(self.lessons) else None

    def go_on(self) -> None:
        """The next lesson of the list."""
        following = self._following()
        if following is not None:
            self.begin(following)

    def _follow(self, link: QUrl) -> None:
        """A link to a page of the lab brings that to the front; others are not opened."""
        if link.scheme() == "page" and link.path() in PAGES and self.is_revealed:
            self.set_up_wanted.emit({"page": link.path()})

    def _ask_add(self) -> None:
        kinds = self.tr("Lessons ({patterns})").format(patterns="*.json")
        path = ask_file(self, self.tr("Add a lesson"), "", kinds)
        if path is not None:
            self.add(path)

    def add(self, path: Path) -> None:
        """A teacher's own file, for as long as the lab is open."""
        try:
            lesson = read_lesson(path)
        except LessonBroken as mishap:
            self.told.emit("error", sentence_for(mishap))
            return
        self.lessons.append(lesson)
        self._known.append(lesson)
        self.begin(lesson)

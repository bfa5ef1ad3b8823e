"""The window speaks English and Vietnamese, wholly."""

from __future__ import annotations

import ast
import pickle
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from desktop_unet.engine.task import Step
from desktop_unet.errors import FileMissing, MaskMissing, PhotoDamaged
from desktop_unet.phrases import Phrase
from desktop_unet.studio.saving import SaveChoice
from desktop_unet.ui.look.edit_names import edit_name
from desktop_unet.ui.look.translation import (
    LANGUAGE_NAMES,
    install_language,
    language_of,
    phrase_text,
    sentence_for,
    step_text,
    without_options,
)
from desktop_unet.ui.look.translation import translation_file as compiled
from desktop_unet.ui.window.window import Window
from scripts import translations
from tests.ui.driving import idle

FILES = sorted(translations.FOLDER.glob("*.ts"))
UNTOUCHED = (
    "Desktop UNet",
    "holiday.png",
    "upscale-skip",
    "upscale-no-skip",
    "auto",
    "px",
    "cpu (test)",
    "fp32",
    "a-card",
)


class Marking(QTranslator):
    """Puts every text that it is asked for between « and »."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return f"«{source}»"


@pytest.fixture
def installed() -> Iterator[list[QTranslator]]:
    """Translators in this list are taken out again."""
    translators: list[QTranslator] = []
    yield translators
    for translator in translators:
        QApplication.instance().removeTranslator(translator)


def test_there_is_a_file_for_every_language_but_english() -> None:
    assert [path.stem.removeprefix("desktop_unet_") for path in FILES] == [x for x in LANGUAGE_NAMES if x != "en"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_of_the_sources_is_translated_and_none_is_left_over(tmp_path: Path, path: Path) -> None:
    """``make translations`` brings the files up to date and names what is missing."""
    fresh = tmp_path / path.name
    shutil.copy(path, fresh)
    translations.update(fresh)
    of_the_sources, in_the_file = translations.read(fresh), translations.read(path)
    assert len(of_the_sources) > 150
    assert sorted(of_the_sources) == sorted(in_the_file)
    assert not [message for message, translation in of_the_sources.items() if not translation]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_program_loads_what_the_file_for_linguist_says(path: Path) -> None:
    translator = QTranslator()
    assert translator.load(str(path.with_suffix(".qm")))
    for (context, text), translation in translations.read(path).items():
        assert translator.translate(context, text) == translation, (context, text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_translations_keep_facts_keys_and_dots(path: Path) -> None:
    for (_, text), translation in translations.read(path).items():
        assert fields(text) == fields(translation), text
        assert text.count("&") == translation.count("&"), text
        assert text.endswith("…") == translation.endswith("…"), text


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_a_text_without_translation_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = tmp_path / FILES[0].name
    shutil.copy(FILES[0], fresh)
    monkeypatch.setattr(translations, "said_from_tables", lambda: [("Actions", 'Say "no" to\\from')])
    translations.update(fresh)
    assert translations.read(fresh)["Actions", 'Say "no" to\\from'] == ""


def test_every_word_in_the_window_asks_for_its_translation(qtbot, installed, request) -> None:
    installed.append(Marking())
    QApplication.instance().installTranslator(installed[0])
    window: Window = request.getfixturevalue("opened")
    window.session.masking.take_tool("brush")
    window.session.masking.begin_stroke((50, 50), erase=False)
    window.session.masking.end_stroke()
    window.session.set_options(task="upscale")
    window.session.restorer.compare_variants()
    qtbot.waitUntil(lambda: not window.session.is_busy)
    window.commands.show_shortcuts()
    qtbot.wait(50)
    said = {text for part in parts_of(window) for text in texts_of(part)}
    assert len(said) > 60
    opened = str(window.session.document.original.source)  # a card's tip
    assert not sorted(text for text in said - {opened} if speaks_english(text))


def parts_of(window: Window) -> list[QWidget | QAction]:
    window.message.hide()  # says what the engine in the test's hand notes
    window.message.text.clear()
    window.message.setAccessibleName("")
    ours = [part for part in window.findChildren(QWidget) if not part.objectName().startswith("qt_")]
    return [window, *ours, *window.findChildren(QAction)]


def texts_of(part: QWidget | QAction) -> Iterator[str]:
    for name in ("text", "title", "toolTip", "accessibleName", "accessibleDescription", "placeholderText"):
        read = getattr(part, name, None)
        if callable(read) and not (name == "text" and not isinstance(read(), str)):
            yield read()


def speaks_english(text: str) -> bool:
    """Whether a word of three letters or more is left besides marked texts, names and keys."""
    rest = re.sub(r"«[^»]*(?:»|…$)", "", text)  # a name without room ends in dots
    rest = re.sub(r"\((?:[A-Z][A-Za-z]*|[^A-Za-z])(?:\+(?:[A-Z][A-Za-z]*|.))*\)", "", rest)
    for name in UNTOUCHED:
        rest = rest.replace(name, "")
    return re.search(r"[^\W\d_]{3,}", rest) is not None


def test_the_check_would_see_english() -> None:
    assert speaks_english("«Brush» size")
    assert not speaks_english("«Brush» 30 px (Ctrl+Shift+Z)")


@pytest.mark.parametrize(
    ("choice", "system", "language"),
    [
        ("en", ["vi-VN"], "en"),
        ("vi", ["en-GB"], "vi"),
        ("system", ["vi-VN", "en-US"], "vi"),
        ("system", ["vi_VN"], "vi"),
        ("system", ["fr-FR", "vi"], "vi"),
        ("system", ["fr-FR"], "en"),
        ("system", [], "en"),
    ],
)
def test_the_chosen_language_comes_before_the_systems(choice: str, system: list[str], language: str) -> None:
    assert language_of(choice, system) == language


def test_a_translation_that_is_gone_or_damaged_leaves_english(qapp, tmp_path: Path, monkeypatch) -> None:
    for content in (None, b"", b"no translation at all"):
        target = tmp_path / "broken.qm"
        if content is not None:
            target.write_bytes(content)
        monkeypatch.setattr("desktop_unet.ui.look.translation.translation_file", lambda _language, path=target: path)
        assert install_language(qapp, "vi") == "en"
    assert compiled("vi").is_file()


def test_a_mishap_is_told_in_the_users_language_with_its_facts(vietnamese: None) -> None:
    sentence = sentence_for(FileMissing(path="/photos/a.png"))
    assert sentence == "/photos/a.png: không có tệp này; hãy kiểm tra tên và thư mục."
    assert str(FileMissing(path="/photos/a.png")).endswith("check the name and the folder.")


COMMAND_LINE_ALONE = (
    *("--page goes from", "lower --mask-threshold", "leave out --lossless", "another pattern for --where"),
    *("choose --existing", "--cluster needs", "dask ", "'desktop-unet --help'", "pip download", "another --out folder"),
    *("--borrow-from and --never-from", "leave out --masks"),
)
"""What of the sentences is about options and never said by the window."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_window_names_no_option_of_the_command_line(path: Path) -> None:
    said = translations.read(path)
    about_options = [text for _context, text in said if "--" in without_options(text)]
    assert not [text for text in about_options if not any(part in text for part in COMMAND_LINE_ALONE)]
    lost = [
        text
        for (_context, text), other in said.items()
        if ("--" in without_options(text)) != ("--" in without_options(other))
    ]
    assert not lost, "the translation has the option in brackets, too"


def test_an_option_is_left_out_and_what_it_does_is_not() -> None:
    mishap = MaskMissing(path="a.png", folder="masks", instead=Phrase("have damage looked for (--mask auto)"))
    assert sentence_for(mishap) == "a.png: there is no mask of this name in masks; add it, or have damage looked for."
    assert str(mishap).endswith("have damage looked for (--mask auto).")


def test_steps_are_told_in_the_users_language(vietnamese: None) -> None:
    assert step_text(Step(0, 1, "Enlarging")) == "Đang phóng to"
    assert step_text(Step(0, 1, "No skip: Filling")) == "Không nối tắt: Đang lấp"
    assert step_text(Step(0, 1, "Đang mở C: một.png")) == "Đang mở C: một.png"


def test_notes_are_told_in_the_users_language(qtbot, vietnamese: None, window: Window, tmp_path: Path) -> None:
    """From the file, through the process that reads it; a fact may be a phrase, and what the system says stays."""
    path = tmp_path / "print.jpg"
    Image.new("CMYK", (30, 20)).save(path)
    window.session.opener.open(path)
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert window.message.text.text() == "CMYK đã được chuyển sang sRGB."
    window.session.saver.save(SaveChoice(tmp_path / "saved.png"))
    idle(qtbot, window.session)
    assert window.message.text.text().startswith("Đã lưu thành saved.png")
    damaged = PhotoDamaged(path="a.png", reason=Phrase("its decoder gave up"))
    assert "bộ giải mã của nó đã bỏ cuộc" in sentence_for(damaged)
    assert phrase_text("Permission denied") == "Permission denied"


def test_a_phrase_is_its_text_and_goes_to_another_process() -> None:
    phrase = Phrase("{what} of {path}", what=Phrase("{n} pixels", n=3), path=Path("a.png"))
    copy = pickle.loads(pickle.dumps(phrase))
    assert phrase == copy == "3 pixels of a.png"
    assert (copy.pattern, copy.facts["what"].facts) == ("{what} of {path}", {"n": 3})


def test_whatever_is_given_as_a_reason_can_be_translated() -> None:
    """What is noted is seen to by its type; reasons and the like are facts of any kind."""
    plain = [
        f"{path.name}:{keyword.value.lineno}"
        for folder in ("imaging", "engine", "evaluation")
        for path in (translations.REPOSITORY / "desktop_unet" / folder).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg in ("reason", "what") and is_text(keyword.value)
    ]
    assert not plain


def is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.JoinedStr) or (isinstance(value, ast.Constant) and isinstance(value.value, str))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("brush stroke", "nét cọ"),
        ("enlarge ×8", "phóng to ×8"),
        ("fill", "lấp"),
        ("choice of no-skip", "chọn không kết nối tắt"),
        ("thứ khác", "thứ khác"),
    ],
)
def test_edits_are_named_in_the_users_language(vietnamese: None, name: str, said: str) -> None:
    assert edit_name(name) == said


def test_menus_and_qts_own_buttons_are_vietnamese(vietnamese: None, window: Window) -> None:
    assert window.actions_by_name["open"].text() == "&Mở…"
    assert window.menuBar().actions()[0].text() == "&Tệp"
    assert QCoreApplication.translate("QPlatformTheme", "Discard") == "Bỏ"


def test_the_language_is_chosen_in_the_menu_and_remembered(window: Window) -> None:
    window.actions_by_name["language:vi"].trigger()
    assert window.session.settings.language == "vi"
    assert "restart" in window.message.text.text()

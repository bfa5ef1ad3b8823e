"""The window's language: English, or what Qt Linguist's files in ``resources/translations`` hold.

Comes in: the user's choice and the system's languages. Goes out: a translator, installed before the
window is built, and the sentences of mishaps and notes in that language. ``scripts/translations.py`` makes the files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from desktop_unet.engine.task import Step
from desktop_unet.errors import Mishap
from desktop_unet.paths import resources_dir
from desktop_unet.phrases import Phrase
from desktop_unet.studio.restoring import SHORT_NAMES

WRITTEN_IN = "en"
LANGUAGE_NAMES = {"en": "English", "vi": "Tiếng Việt"}
"""Each language by its own name, so that who reads no other finds it."""
DOMAIN = "desktop_unet"
_SPOKEN = "spoken_language"


def _as_it_is(_context: str, text: str) -> str:
    return text


QT_TRANSLATE_NOOP: Callable[[str, str], str] = _as_it_is
"""Marks a text of a table for translation in a context; Qt's own does the same, but does not say that it gives text."""


def translation_file(language: str) -> Path:
    """The compiled translation; English has none."""
    return resources_dir() / "translations" / f"{DOMAIN}_{language}.qm"


def language_of(choice: str, system: Iterable[str] | None = None) -> str:
    """The language to speak: the chosen one, or the first of the system's that there is.

    Args:
        choice: ``system`` or a key of ``LANGUAGE_NAMES``; anything else counts as ``system``.
        system: names as ``vi-VN``, best first; None asks the system.
    """
    if choice in LANGUAGE_NAMES:
        return choice
    for name in QLocale.system().uiLanguages() if system is None else system:
        language = name.replace("_", "-").split("-")[0]
        if language in LANGUAGE_NAMES:
            return language
    return WRITTEN_IN


def install_language(app: QCoreApplication, choice: str) -> str:
    """Speak the chosen language from now on; returns it. English where the file is missing or damaged."""
    language = language_of(choice)
    translator = QTranslator(app)
    if language != WRITTEN_IN and translator.load(str(translation_file(language))):
        app.installTranslator(translator)
        app.setProperty(_SPOKEN, language)
        return language
    translator.deleteLater()
    app.setProperty(_SPOKEN, WRITTEN_IN)
    return WRITTEN_IN


def spoken_language() -> str:
    """The language that was installed; the system's where none was."""
    app = QCoreApplication.instance()
    return (app.property(_SPOKEN) if app is not None else None) or language_of("system")


def with_decimal_sign(number: str) -> str:
    """A number in digits, with the decimal sign of the window's language in place of the point."""
    return number.replace(".", QLocale(spoken_language()).decimalPoint())


class SpokenNumber(float):
    """A number that every format writes with the decimal sign of the window's language, once it is put in a text.

    >>> "{share:.1f} %".format(share=SpokenNumber(2.84))  # "2,8 %" in Vietnamese
    '2.8 %'
    """

    def __format__(self, spec: str) -> str:
        return with_decimal_sign(super().__format__(spec))


def number_text(value: float, digits: int, *, sign: str = "") -> str:
    """A number with so many digits after the decimal sign of the window's language; ``sign`` is as in ``format``."""
    return f"{SpokenNumber(value):{sign}.{digits}f}"


_OPTION = re.compile(r" \(--[a-z-]+(?: [a-z]+)?\)")


def sentence_for(mishap: Mishap) -> str:
    """What the mishap's class says, in the user's language, with the mishap's facts."""
    sentence = without_options(QCoreApplication.translate("Mishap", mishap.sentence))
    return " ".join(sentence.format(**_said(mishap.facts)).split())


def phrase_text(text: str) -> str:
    """A note or reason in the user's language; what is no phrase, such as a system's message, stays as it is."""
    if not isinstance(text, Phrase):
        return text
    return without_options(QCoreApplication.translate("Phrases", text.pattern)).format(**_said(text.facts))


def without_options(text: str) -> str:
    """The text without the command line's options, which stand in brackets behind what they do."""
    return _OPTION.sub("", text)


def _said(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: _spoken(fact) for name, fact in facts.items()}


def _spoken(fact: object) -> object:
    if isinstance(fact, float):
        return SpokenNumber(fact)
    return phrase_text(fact) if isinstance(fact, Phrase) else fact


def step_text(step: Step) -> str:
    """What is being done, in the user's language; what the window itself says is in it already.

    A text that names a variant before a colon is translated in both its parts.
    """
    variant, colon, doing = step.text.rpartition(": ")
    if variant not in SHORT_NAMES.values():
        variant, colon, doing = "", "", step.text
    name = QCoreApplication.translate("Variants", variant) if variant else ""
    return f"{name}{colon}{QCoreApplication.translate('Steps', doing)}"

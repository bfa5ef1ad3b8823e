"""Whoever stands in for the dialogs is asked as they are."""

from __future__ import annotations

from inspect import getmembers, isfunction, signature

import pytest

from desktop_unet.ui.window.dialogs import Dialogs
from desktop_unet.ui.window.questions import Questions
from tests.ui.driving import Answers

NAMES = [name for name, _ in getmembers(Questions, isfunction) if not name.startswith("_")]


@pytest.mark.parametrize("asked", [Dialogs, Answers])
def test_each_question_is_asked_of_both_in_the_same_words(asked: type) -> None:
    assert len(NAMES) >= 10
    assert {name: signature(getattr(asked, name)) for name in NAMES} == {
        name: signature(getattr(Questions, name)) for name in NAMES
    }


def test_the_stand_in_answers_nothing_that_is_never_asked() -> None:
    assert [name for name, _ in getmembers(Answers, isfunction) if not name.startswith("_")] == NAMES

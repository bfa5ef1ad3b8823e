"""Which task it is, is asked of the table of tasks alone; others ask a row what it can do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_unet.engine.task_table import TASKS

WORDS = {word for row in TASKS.values() for word in (row.name, row.trained_to)}
REQUESTS = {row.request.__name__ for row in TASKS.values()}
SAY_WHAT_THEY_ARE = ("models/", "training/", "engine/task_table.py", "cli/__init__.py")
"""Networks and recipes say what they are for, the table lists what there is, and ``cli`` what begins a command."""


def asked(source: str) -> Iterator[str]:
    """Every place of a module that tells one task from another by its name or by its request's type."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and node.value in WORDS:
            yield f"line {node.lineno}: {node.value!r}"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance":
            kinds = {part.id for part in ast.walk(node.args[1]) if isinstance(part, ast.Name)}
            if kinds & REQUESTS:
                yield f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Compare) and "task" in ast.unparse(node) and has_name_of_a_row(node):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def has_name_of_a_row(node: ast.AST) -> bool:
    """``UPSCALE.name``: a row's name is a word too."""
    rows = (part.value for part in ast.walk(node) if isinstance(part, ast.Attribute) and part.attr == "name")
    return any(isinstance(row, ast.Name) and row.id.isupper() for row in rows)


@pytest.mark.parametrize(
    "line",
    [
        "if options.task == 'upscale': pass",
        "if task in ('segment', 'other'): pass",
        "titles = {'inpaint': 'Fill'}",
        "mask = request.mask if isinstance(request, InpaintRequest) else None",
        "if isinstance(request, (UpscaleRequest, InpaintRequest)): pass",
        "if options.task == UPSCALE.name: pass",
        "is_enlarging = card.task != task_table.UPSCALE.name and card.task == FILL.name",
    ],
)
def test_a_question_which_task_it_is_would_be_seen(line: str) -> None:
    assert list(asked(line))


@pytest.mark.parametrize(
    "line",
    ["if TASKS[options.task].takes_mask: pass", "if order.task == options.task: pass", "pages = {UPSCALE.name: page}"],
)
def test_what_a_row_can_do_may_be_asked(line: str) -> None:
    assert not list(asked(line))


def test_nothing_but_the_table_asks_which_task_it_is(repository: Path) -> None:
    package = repository / "desktop_unet"
    found = {}
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if not name.startswith(SAY_WHAT_THEY_ARE):
            found[name] = list(asked(path.read_text("utf-8")))
    assert not {name: places for name, places in found.items() if places}

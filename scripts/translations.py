"""Bring the window's translations up to date with its sources.

    python scripts/translations.py

Comes in: the sources of ``desktop_unet/ui``, and what is said from tables. Goes out:
``resources/translations/*.ts`` for Qt Linguist and ``*.qm`` for the program; prints what is not translated yet
and ends with 1 if anything is missing.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCES = REPOSITORY / "desktop_unet" / "ui"
FOLDER = REPOSITORY / "resources" / "translations"
TOOLS = Path(sys.executable).parent
QT_TEXTS = {
    "QPlatformTheme": ("OK", "Save", "Open", "&Yes", "&No", "Close", "Cancel", "Discard", "Help", "Apply", "Reset"),
    "QLineEdit": ("&Undo", "&Redo", "Cu&t", "&Copy", "&Paste", "Delete", "Select All"),
    "QWidgetTextControl": ("&Copy", "Copy &Link Location", "Select All"),
    "QAbstractSpinBox": ("&Select All", "&Step up", "Step &down"),
    "QScrollBar": (
        *("Scroll here", "Left edge", "Top", "Right edge", "Bottom", "Page left", "Page up", "Page right", "Page down"),
        *("Scroll left", "Scroll up", "Scroll right", "Scroll down"),
    ),
    "QAbstractFileIconProvider": ("Drive", "File", "Folder", "Unknown"),
    "QFileSystemModel": ("Name", "Size", "Type", "Date Modified", "Computer", "My Computer"),
    "QFileDialog": (
        *("&Look in:", "File &name:", "Directory:", "Files of &type:", "Directories", "All files (*)", "Recent Places"),
        *("&Open", "&Save", "&Choose", "Open", "Save As", "Find Directory", "Back", "Go back", "Forward", "Go forward"),
        *("Parent Directory", "Go to the parent directory", "Create New Folder", "Create a New Folder", "List View"),
        *("Change to list view mode", "Detail View", "Change to detail view mode", "Sidebar", "Files", "Remove"),
        *("List of places and bookmarks", "&Rename", "&Delete", "Show &hidden files", "&New Folder", "New Folder"),
        "%1 already exists.\nDo you want to replace it?",
        "%1\nFile not found.\nPlease verify the correct file name was given.",
        "%1\nDirectory not found.\nPlease verify the correct directory name was given.",
        "'%1' is write protected.\nDo you want to delete it anyway?",
        *("Are you sure you want to delete '%1'?", "Could not delete directory."),
    ),
}
"""Qt's own texts that our dialogs and fields show, by context; Qt comes without Vietnamese."""

Message = tuple[str, str]
"""Context and text in English."""


def main() -> int:
    """Update and compile every language; 1 while something is not translated."""
    sys.path.insert(0, str(REPOSITORY))
    missing = 0
    for path in sorted(FOLDER.glob("*.ts")):
        update(path)
        compile_(path, path.with_suffix(".qm"))
        untranslated = [message for message, translation in read(path).items() if not translation]
        for context, text in untranslated:
            print(f"{path.name}: not translated: [{context}] {text}")
        print(f"{path.name}: {len(read(path))} texts, {len(untranslated)} of them not translated")
        missing += len(untranslated)
    return 1 if missing else 0


def update(path: Path) -> None:
    """Take new texts of the sources into a .ts file, and drop those that are gone."""
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / "tables.py"
        tables.write_text("".join(_mark(*message) for message in said_from_tables()), "utf-8")
        sources = [str(source) for source in sorted(SOURCES.rglob("*.py"))]
        call("lupdate", "-silent", "-no-obsolete", "-locations", "none", *sources, str(tables), "-ts", str(path))


def compile_(path: Path, target: Path) -> None:
    """Make the file that the program loads; a program that runs keeps the one that it has loaded."""
    made = target.with_suffix(".qm.new")
    call("lrelease", "-silent", str(path), "-qm", str(made))
    made.replace(target)


def call(tool: str, *words: str) -> None:
    """Run one of PySide6's tools.

    Raises:
        SystemExit: it failed; what it said has been printed.
    """
    ended = subprocess.run([str(TOOLS / f"pyside6-{tool}"), *words], capture_output=True, text=True, check=False)
    if ended.returncode or ended.stderr:
        sys.exit(f"pyside6-{tool} failed:\n{ended.stdout}{ended.stderr}")


def said_from_tables() -> list[Message]:
    """Texts that no call to ``translate`` names: actions, menus, mishaps, notes and reasons, Qt's buttons."""
    from desktop_unet.errors import Mishap
    from desktop_unet.studio.restoring import SHORT_NAMES, VARIANT_NAMES
    from desktop_unet.ui.window.actions import ACTIONS, MENUS

    actions = [text for row in ACTIONS for text in (row.text, row.tip) if text]
    titles = list(_titles(MENUS))
    mishaps = [kind.sentence for kind in _all_kinds(Mishap)]
    variants = [*VARIANT_NAMES.values(), *SHORT_NAMES.values()]
    tables = (
        ("Actions", actions + titles),
        ("Mishap", mishaps),
        ("Steps", steps()),
        ("Phrases", phrases()),
        ("Variants", variants),
        *QT_TEXTS.items(),
    )
    return [(context, text) for context, texts in tables for text in dict.fromkeys(texts)]


def _titles(menus: Iterable) -> Iterator[str]:
    for title, entries in menus:
        yield title
        yield from _titles(entry for entry in entries if isinstance(entry, tuple))


def _all_kinds(kind: type) -> Iterator[type]:
    yield kind
    for below in kind.__subclasses__():
        yield from _all_kinds(below)


def steps() -> list[str]:
    """What the engine and the worker say they are doing: the texts of every ``Step`` and ``Progress``."""
    files = [
        *(REPOSITORY / "desktop_unet" / "engine").rglob("*.py"),
        *(REPOSITORY / "desktop_unet" / "studio").rglob("*.py"),
    ]
    calls = [node for path in sorted(files) for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    made = [node for node in calls if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Step", "Progress")]
    values = [value.value for node in made for value in node.args if isinstance(value, ast.Constant)]
    return [value for value in values if isinstance(value, str)]


def phrases() -> list[str]:
    """What is noted and given as a reason: the pattern of every ``Phrase``.

    Raises:
        SystemExit: a pattern is not written out where the phrase is made.
    """
    patterns = []
    for path in sorted((REPOSITORY / "desktop_unet").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Phrase" and path.name != "phrases.py":
                if not (node.args and isinstance(node.args[0], ast.Constant)):
                    sys.exit(f"{path}:{node.lineno}: write the phrase's pattern out, so that it can be translated")
                patterns.append(node.args[0].value)
    return patterns


def _mark(context: str, text: str) -> str:
    """One line that lupdate reads; it knows double quotes only."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'QT_TRANSLATE_NOOP("{context}", "{quoted}")\n'


def read(path: Path) -> dict[Message, str]:
    """The translation of each text, empty where it is missing or unfinished."""
    found: dict[Message, str] = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            is_done = translation.get("type") is None
            text = (translation.text or "") if is_done else ""
            found[context.findtext("name", ""), message.findtext("source", "")] = text
    return found


if __name__ == "__main__":
    sys.exit(main())

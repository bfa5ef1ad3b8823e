"""Dialogs for files and folders, alike wherever they are asked: the system's own, or Qt's in the colours of the window.

Comes in: a title, where to begin, what is offered. Goes out: paths; nothing where the user thinks better of it.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from desktop_unet.ui.look.icons import icon
from desktop_unet.ui.look.theme import shown_theme

_ICONS = {
    "backButton": "previous",
    "forwardButton": "next",
    "toParentButton": "parent",
    "newFolderButton": "new-folder",
    "listModeButton": "list",
    "detailModeButton": "details",
}
"""Of the buttons of Qt's own dialog, which draws them dark on any ground."""


def ask_files(parent: QWidget, title: str, folder: str, kinds: str) -> list[Path]:
    """Files to open; ``kinds`` are filters in Qt's form, separated by two semicolons."""
    dialog = file_dialog(parent, title, folder, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _answer(dialog)


def ask_file(parent: QWidget, title: str, folder: str, kinds: str) -> Path | None:
    """One file to open."""
    dialog = file_dialog(parent, title, folder, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return next(iter(_answer(dialog)), None)


def ask_target(parent: QWidget, title: str, suggested: Path, kinds: str, suffix: str = "") -> Path | None:
    """Where to write a file; the dialog itself asks before one is replaced. A name without suffix gets ``suffix``."""
    dialog = file_dialog(parent, title, str(suggested.parent), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(suggested.name)
    return next(iter(_answer(dialog)), None)


def ask_folder(parent: QWidget, title: str, folder: str) -> Path | None:
    """A folder that is there."""
    dialog = file_dialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(_answer(dialog)), None)


def file_dialog(parent: QWidget, title: str, folder: str, kinds: str = "") -> QFileDialog:
    """A dialog with the names of the kinds alone: all patterns of photos would make it wider than a screen."""
    dialog = QFileDialog(parent, title, folder, kinds)
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    theme = shown_theme()
    for name, drawn in _ICONS.items():
        button = dialog.findChild(QToolButton, name)
        if button is not None:  # the system's dialog has none
            button.setIcon(icon(drawn, theme.text, theme.faint))
    return dialog


def _answer(dialog: QFileDialog) -> list[Path]:
    accepted, chosen = dialog.exec(), dialog.selectedFiles()
    dialog.deleteLater()
    return [Path(name) for name in chosen] if accepted else []

"""Questions that stop the user: which file, and what of unsaved work.

The window asks through this object, so that tests can answer in its place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

translate = QCoreApplication.translate

MOST_PIXELS = 200
Leave = Literal["save", "discard", "stay"]


class Dialogs:
    """Asks the user."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def ask_open(self, folder: str) -> Path | None:
        from desktop_unet.imaging.codec import READABLE_SUFFIXES

        name, _ = QFileDialog.getOpenFileName(
            self._parent, translate("Dialogs", "Open a photo"), folder, _kinds(READABLE_SUFFIXES)
        )
        return Path(name) if name else None

    def ask_save(self, suggested: Path) -> Path | None:
        """Where to write; the dialog itself asks before an existing file is replaced."""
        from desktop_unet.imaging.codec import WRITABLE_SUFFIXES

        dialog = QFileDialog(self._parent, translate("Dialogs", "Save the photo as"), str(suggested.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(_kinds(WRITABLE_SUFFIXES).split(";;"))
        dialog.setDefaultSuffix(suggested.suffix)
        dialog.selectFile(suggested.name)
        accepted = dialog.exec()
        chosen = dialog.selectedFiles()
        dialog.deleteLater()
        return Path(chosen[0]) if accepted and chosen else None

    def ask_pixels(self, question: str, suggested: int) -> int | None:
        """How many pixels; None when the user thinks better of it."""
        dialog = QInputDialog(self._parent)
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setWindowTitle(QCoreApplication.translate("Dialogs", "Mask"))
        dialog.setLabelText(QCoreApplication.translate("Dialogs", "{question} (pixels):").format(question=question))
        dialog.setIntRange(1, MOST_PIXELS)
        dialog.setIntValue(suggested)
        accepted, px = dialog.exec(), dialog.intValue()
        dialog.deleteLater()
        return px if accepted else None

    def ask_mask(self, folder: str) -> Path | None:
        """Which file to take the mask from."""
        from desktop_unet.imaging.codec import READABLE_SUFFIXES

        kinds = QCoreApplication.translate("Dialogs", "Masks ({patterns})").format(
            patterns=_patterns(READABLE_SUFFIXES)
        )
        name, _ = QFileDialog.getOpenFileName(
            self._parent,
            QCoreApplication.translate("Dialogs", "Load a mask"),
            folder,
            f"{kinds};;{QCoreApplication.translate('Dialogs', 'All files (*)')}",
        )
        return Path(name) if name else None

    def ask_save_mask(self, suggested: Path) -> Path | None:
        """Where to write the mask; the dialog itself asks before an existing file is replaced."""
        dialog = QFileDialog(
            self._parent, QCoreApplication.translate("Dialogs", "Save the mask as"), str(suggested.parent)
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(
            QCoreApplication.translate("Dialogs", "Masks ({patterns})").format(patterns=_patterns((".png",)))
        )
        dialog.setDefaultSuffix(".png")
        dialog.selectFile(suggested.name)
        accepted, chosen = dialog.exec(), dialog.selectedFiles()
        dialog.deleteLater()
        return Path(chosen[0]) if accepted and chosen else None

    def ask_leave(self, name: str) -> Leave:
        """What to do with a result that no file holds."""
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._parent,
            translate("Dialogs", "Unsaved result"),
            translate("Dialogs", "The result for {0} has not been saved. Save it?").format(name),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        return {buttons.Save: "save", buttons.Discard: "discard"}.get(answer, "stay")

    def show_about(self, version: str) -> None:
        QMessageBox.about(
            self._parent,
            translate("Dialogs", "About Desktop UNet"),
            f"<b>Desktop UNet {version}</b><p>"
            + translate("Dialogs", "Photos enlarged and repaired by U-Nets, with and without skip connections.")
            + "<p>"
            + translate("Dialogs", "Everything is computed on this machine; no photo leaves it."),
        )


def _kinds(suffixes: tuple[str, ...]) -> str:
    """The filters of a file dialog."""
    return translate("Dialogs", "Photos ({0});;All files (*)").format(_patterns(suffixes))


def _patterns(suffixes: tuple[str, ...]) -> str:
    return " ".join(f"*{suffix} *{suffix.upper()}" for suffix in suffixes)

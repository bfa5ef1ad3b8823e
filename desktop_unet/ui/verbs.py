"""What each action of the menus does, in one method that bears its name.

Comes in: triggered actions. Goes out: verbs of the session, after questions where a
question is due.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_unet import __version__
from desktop_unet.document.document import Document, Restoration
from desktop_unet.errors import Mishap
from desktop_unet.imaging.photo import Photo
from desktop_unet.paths import sample_photo, user_log_dir
from desktop_unet.ui.diagnostics import diagnostics
from desktop_unet.ui.dialogs import Dialogs
from desktop_unet.ui.incoming import take
from desktop_unet.ui.limits import suffix_for
from desktop_unet.ui.mask_verbs import MaskVerbs
from desktop_unet.ui.session import Session
from desktop_unet.ui.shortcut_sheet import ShortcutSheet
from desktop_unet.ui.translation import sentence_for

ZOOM_STEP = 1.25
translate = QCoreApplication.translate


class Verbs(MaskVerbs):
    """The window's actions; named as in the table in ``actions.py``."""

    def __init__(self, session: Session, window: QWidget, dialogs: Dialogs) -> None:
        self._session = session
        self._window = window
        self.dialogs = dialogs
        self.lab = None

    # --- file ------------------------------------------------------------------------------

    def open(self) -> None:
        path = self.dialogs.ask_open(self._session.settings.last_folder or _pictures_folder())
        if path is not None:
            self.open_path(path)

    def open_sample(self) -> None:
        self.open_path(sample_photo())

    def open_path(self, path: Path) -> None:
        self.after_asking(lambda: self._session.open(path))

    def paste(self) -> None:
        self.take_incoming(QGuiApplication.clipboard().mimeData())

    def take_incoming(self, data: QMimeData) -> None:
        """Open what was pasted or dropped."""
        try:
            found, count = take(data)
        except Mishap as mishap:
            self._session.tell("error", sentence_for(mishap))
            return
        self.after_asking(lambda: self._open_found(found, count))

    def _open_found(self, found: Path | Photo, count: int) -> None:
        if isinstance(found, Photo):
            self._session.open_pasted(found)
            return
        if count > 1:
            sentence = translate("Verbs", "One photo is open at a time; of {0} files {1} is opened.")
            self._session.tell("note", sentence.format(count, found.name))
        self._session.open(found)

    def save_as(self, then: Callable[[], None] = lambda: None) -> None:
        path = self.dialogs.ask_save(suggested_target(self._session.document))
        if path is not None:
            self._session.save(path, then)

    def quit(self) -> None:
        self._window.close()

    def after_asking(self, go_on: Callable[[], None]) -> None:
        """Do something that drops the open photo; ask first, once, when a result is unsaved."""
        document = self._session.document
        if document is None or not document.is_modified:
            go_on()
            return
        answer = self.dialogs.ask_leave(name_of(document))
        if answer == "save":
            self.save_as(go_on)
        elif answer == "discard":
            go_on()

    # --- edit and restore --------------------------------------------------------------------

    def undo(self) -> None:
        self._session.undo()

    def redo(self) -> None:
        self._session.redo()

    def run(self) -> None:
        self._session.run()

    def cancel(self) -> None:
        self._session.cancel()

    # --- view ----------------------------------------------------------------------------------

    def mode(self, mode: str) -> None:
        if mode == "variants":
            self._session.compare_variants()
        else:
            self._session.set_options(mode=mode)

    def zoom_in(self) -> None:
        self._session.view.zoom_by(ZOOM_STEP)

    def zoom_out(self) -> None:
        self._session.view.zoom_by(1 / ZOOM_STEP)

    def fit(self) -> None:
        self._session.view.fit()

    def actual_size(self) -> None:
        self._session.view.show_actual_size()

    def theme(self, choice: str) -> None:
        self._session.set_settings(replace(self._session.settings, theme=choice))

    def language(self, choice: str) -> None:
        self._session.set_settings(replace(self._session.settings, language=choice))
        self._session.tell("note", translate("Verbs", "The language changes when the program is started again."))

    def show_shortcuts(self) -> None:
        ShortcutSheet(self._window.actions_by_name, self._window).open()

    def copy_diagnostics(self) -> None:
        text = diagnostics(self._session.settings, self._window.status.device.text(), user_log_dir())
        QGuiApplication.clipboard().setText(text)
        self._session.tell("note", translate("Verbs", "Diagnostics were copied; they name none of your photos."))

    def skip_lab(self) -> None:
        """Open the lab on the open photo, or on the sample; the one that is open comes to the front."""
        from desktop_unet.ui.lab.opening import open_lab

        document = self._session.document
        self.lab = open_lab(self.lab, document.photo if document is not None else None, self._window)

    def about(self) -> None:
        self.dialogs.show_about(__version__)


def name_of(document: Document) -> str:
    """What the open photo is called."""
    source = document.original.source
    return source.name if source is not None else translate("Verbs", "Pasted photo")


def suggested_target(document: Document) -> Path:
    """Beside the original, named after what was done; PNG where the original's format may not be written."""
    source = document.original.source
    if source == sample_photo() or source is None:
        source = Path(_pictures_folder()) / f"{source.stem if source else 'photo'}.png"
    done = "".join(dict.fromkeys(_suffix(result) for result in document.results)) or "-copy"
    suffix = suffix_for(source.suffix, document.photo.extent)
    return source.with_name(f"{source.stem}{done}{suffix}")


def _suffix(result: Restoration) -> str:
    if result.is_fill:
        return "-filled"
    return f"-x{result.scale}" if result.scale > 1 else "-clean"


def _pictures_folder() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation) or str(Path.home())

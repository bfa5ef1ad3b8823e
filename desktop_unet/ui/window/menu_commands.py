"""What each action of the menus does: verbs of the session by their names, and questions where a question is due.

Comes in: triggered actions. Goes out: verbs of the session. What few ask for is loaded when it is asked for, so that
the window is painted sooner.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from desktop_unet import __version__
from desktop_unet.document.document import Document
from desktop_unet.errors import Mishap
from desktop_unet.imaging.photo import Photo
from desktop_unet.paths import user_log_dir
from desktop_unet.studio import opening, saving, sheets
from desktop_unet.studio.filling import MUCH_PERCENT, percent_to_fill
from desktop_unet.studio.open_photo import OpenPhoto
from desktop_unet.studio.pages import PAGE_ROWS
from desktop_unet.studio.renditions import Rendition
from desktop_unet.studio.saving import SaveChoice, SizeEstimate
from desktop_unet.ui.look.translation import sentence_for
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.actions import Verb
from desktop_unet.ui.window.drop_and_paste import take
from desktop_unet.ui.window.folders import opening_folder, pictures_folder, remember_saved, show_in_folder
from desktop_unet.ui.window.mask_commands import MaskCommands
from desktop_unet.ui.window.questions import Questions

if TYPE_CHECKING:
    from desktop_unet.studio.options import Deed
    from desktop_unet.ui.lab.lab_window import LabWindow
    from desktop_unet.ui.queue.many_commands import ManyCommands
    from desktop_unet.ui.window.window import Window

ZOOM_STEP = 1.25
CLIPBOARD_PX = 100_000_000
"""Most pixels of a copied picture: four bytes each, and the clipboard keeps them in memory."""
translate = QCoreApplication.translate


class MenuCommands(MaskCommands, QObject):
    """The verbs of the window's actions, and those of them that ask, show or copy something."""

    def __init__(self, session: Session, window: Window, dialogs: Questions) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self.dialogs = dialogs
        self.lab: LabWindow | None = None
        self._many: ManyCommands | None = None

    @property
    def verbs(self) -> dict[str, Verb]:
        """By the names in the table in ``actions.py``; buttons trigger the actions, so all go the same road."""
        session = self._session
        return {
            "open": self.open,
            "open_folder": self.open_folder,
            "open_sample": self.open_sample,
            "many": self.many_of_film,
            "show_queue": lambda: self.many.show_queue(),
            "paste": self.paste,
            "save_as": self.save_as,
            "save_sheet": self.save_sheet,
            "add_network": self.add_network,
            "close_photo": self.close_photo,
            "step_photo": lambda direction: session.opener.step(int(direction)),
            "quit": self._window.close,
            "undo": session.undo,
            "redo": session.redo,
            "copy_result": self.copy_result,
            "turn": lambda quarters: session.framer.turn(int(quarters)),
            "crop": self.crop,
            "run": self.run,
            "preview": session.restorer.preview,
            "cancel": session.awaited.cancel,
            "compare_variants": session.restorer.compare_variants,
            "mode": lambda mode: session.set_options(mode=mode),
            "swap": session.comparison.swap,
            "compare_with": self.compare_with,
            "skip_lab": self.skip_lab,
            "zoom_in": lambda: session.view.zoom_by(ZOOM_STEP),
            "zoom_out": lambda: session.view.zoom_by(1 / ZOOM_STEP),
            "fit": session.view.fit,
            "actual_size": session.view.show_actual_size,
            "theme": lambda choice: session.set_settings(replace(session.settings, theme=choice)),
            "language": self.language,
            "show_manual": self.show_manual,
            "show_shortcuts": self.show_shortcuts,
            "copy_diagnostics": self.copy_diagnostics,
            "about": lambda: self.dialogs.show_about(__version__),
            **self.mask_verbs,
        }

    def run(self) -> None:
        """Start, unless most of the photo is to be filled and nobody meant that."""
        session = self._session
        row, document = PAGE_ROWS.get(session.options.task), session.document
        percent = percent_to_fill(document) if row is not None and row.makes_anew and document is not None else 0
        if percent <= MUCH_PERCENT or self.dialogs.ask_fill_much(percent):
            session.restorer.start()

    # --- file ------------------------------------------------------------------------------

    def open(self) -> None:
        self.open_paths(self.dialogs.ask_open(str(opening_folder(self._session.settings))))

    def open_sample(self) -> None:
        from desktop_unet.ui.start.marked_sample import MarkedSample

        MarkedSample(self._session).show()

    def open_paths(self, paths: Sequence[Path]) -> None:
        """One is opened at once, so that it says itself what is wrong with it; several are looked through first.

        What is to become of folders is asked.
        """
        session = self._session
        if any(path.is_dir() for path in paths):
            self.many.take(paths)
        elif len(paths) == 1:
            session.opener.open(paths[0])
        elif paths:
            session.awaited.start_aside(lambda _report: opening.sort_paths(paths), self._open_sorted)

    def _open_sorted(self, incoming: opening.Incoming) -> None:
        self._session.opener.open_several(incoming.photos)
        sentence = sentence_on(incoming)
        if sentence:
            self._session.tell("note" if incoming.photos else "error", sentence)

    # --- many photos -----------------------------------------------------------------------

    @property
    def many(self) -> ManyCommands:
        """What is for many photos; loaded when it is first asked for."""
        if self._many is None:
            from desktop_unet.ui.queue.many_commands import ManyCommands

            self._many = ManyCommands(self._session, self._window, lambda: self.dialogs)
            self._many.folder_wanted.connect(self.show_in_folder)
        return self._many

    def open_folder(self) -> None:
        folder = self.dialogs.ask_folder(str(opening_folder(self._session.settings)))
        if folder is not None:
            self.many.take([folder])

    def many_of_film(self, deed: Deed) -> None:
        """Ask what is to be made of the photos that are chosen in the film strip, or of all that are open."""
        self.many.take_open(self._window.film.chosen_paths, deed)

    @property
    def photos_in_queue(self) -> int:
        """Those that are left while it works."""
        queue = self._many.queue if self._many is not None else None
        return max(1, queue.figures.left) if queue is not None and queue.is_running else 0

    def add_network(self) -> None:
        """Add a network from a file; asks beside the one that was added last."""
        added = self._session.settings.network_files
        path = self.dialogs.ask_network(str(Path(added[-1]).parent if added else Path.home()))
        if path is not None:
            self._session.network_files.add(path)

    def paste(self) -> None:
        self.take_incoming(QGuiApplication.clipboard().mimeData())

    def take_incoming(self, data: QMimeData) -> None:
        """Open what was pasted or dropped."""
        try:
            found = take(data)
        except Mishap as mishap:
            self._session.tell("error", sentence_for(mishap))
            return
        if isinstance(found, Photo):
            self._session.opener.open_pasted(found)
        else:
            self.open_paths(found)

    def close_photo(self, entry: OpenPhoto | None = None) -> None:
        """Close a photo of the film strip, the shown one unless another is named; ask where work would be lost."""
        entry = entry or self._session.open_photos.current
        if entry is None:
            return
        if not entry.is_modified:
            self._session.opener.close(entry)
            return
        answer = self.dialogs.ask_leave(entry.name)
        if answer == "discard":
            self._session.opener.close(entry)
        elif answer == "save":
            self._session.awaited.drop(entry)
            self._session.opener.go_to(entry)
            self.save_as(lambda: self._session.opener.close(entry))

    def save_as(self, then: Callable[[], None] = lambda: None, photo: Photo | None = None) -> None:
        """Save the photo as it stands, or another of its results."""
        session, document = self._session, self._session.document
        if document is None:
            return
        photo = photo or document.photo
        stay = saving.parts_stay(document, photo)

        def save(how: SaveChoice) -> None:
            remembered = replace(
                session.settings,
                jpeg_quality=how.quality,
                strip_metadata=how.strip_metadata,
                strip_profile=how.strip_profile,
            )
            session.set_settings(remember_saved(remembered, how.path, document.original.source))
            session.saver.save(replace(how, parts_stay=stay), then, photo)

        def measure(photo: Photo, how: SaveChoice, *then: Any) -> None:
            self._measure(photo, replace(how, parts_stay=stay), *then)

        suggested = self._suggested_target(document)
        self.dialogs.ask_save(photo, suggested, document.original.source, session.settings, measure, save)

    def _suggested_target(self, document: Document) -> Path:
        return saving.suggested_target(document, pictures_folder(), self._session.settings.save_folder)

    def show_in_folder(self, path: Path) -> None:
        if not show_in_folder(path):
            self._session.tell("error", self.tr("No file manager answered; the folder is {0}.").format(path.parent))

    def _measure(
        self, photo: Photo, how: SaveChoice, done: Callable[[SizeEstimate], None], failed: Callable[[str], None]
    ) -> None:
        self._session.awaited.start_asked(lambda _report: saving.estimate(photo, how), done, failed)

    def save_rendition(self, rendition: Rendition) -> None:
        if not self._session.is_busy:
            self.save_as(photo=rendition.photo)

    def save_sheet(self) -> None:
        session, document = self._session, self._session.document
        if document is None:
            return
        target = self._suggested_target(document)
        path = self.dialogs.ask_sheet(target.with_name(f"{target.stem}-compared.png"))
        if path is not None:
            session.saver.save_sheet(path if path.suffix else path.with_suffix(".png"), self._panels())

    def _panels(self) -> tuple[sheets.SheetPanel, ...]:
        """What the comparison shows now: A and B, or all four; the part that is in view."""
        state, view = self._session.state, self._session.view
        compared = state.compared
        shown = compared.four() if state.options.mode == "four" else [compared.a, compared.b]
        there = [each for each in shown if each is not None]
        return sheets.sheet_panels(there, view.visible, view.extent, state.scores)

    def leave_all(self, go_on: Callable[[], None]) -> None:
        """Do something that ends the program; ask once about what is in work, queued, and unsaved."""
        at_work = [photo.name for photo in self._session.awaited.photos_at_work]
        if at_work and not self.dialogs.ask_stop_work(at_work):
            return
        queued = self.photos_in_queue
        if queued and not self.dialogs.ask_leave_queue(queued):
            return
        unsaved = self._session.open_photos.unsaved
        if not unsaved:
            go_on()
            return
        answer = (
            self.dialogs.ask_leave(unsaved[0].name) if len(unsaved) == 1 else self.dialogs.ask_leave_all(len(unsaved))
        )
        if answer == "save":
            self._save_next(unsaved, go_on)
        elif answer == "discard":
            go_on()

    def _save_next(self, unsaved: Sequence[OpenPhoto], go_on: Callable[[], None]) -> None:
        if not unsaved:
            go_on()
            return
        self._session.awaited.drop(unsaved[0])
        self._session.opener.go_to(unsaved[0])
        self.save_as(lambda: self._save_next(unsaved[1:], go_on))

    # --- pictures ------------------------------------------------------------------------------

    def copy_result(self) -> None:
        """The photo as it stands, or B where pictures are compared, to the clipboard."""
        session, document = self._session, self._session.document
        if document is None:
            return
        compared = session.state.compared.b if session.options.mode != "edit" else None
        photo = compared.photo if compared is not None else document.photo
        if photo.extent.pixels > CLIPBOARD_PX:
            megapixels, most = photo.extent.pixels // 1_000_000, CLIPBOARD_PX // 1_000_000
            sentence = self.tr("{0} megapixels is too much for the clipboard (at most {1}); save the photo instead.")
            session.tell("error", sentence.format(megapixels, most))
            return
        image = session.picture(photo).whole()
        if image is None:
            session.tell("note", self.tr("The photo is still being prepared; try again in a moment."))
            return
        QGuiApplication.clipboard().setImage(image)
        session.tell("note", self.tr("Copied: {0} × {1} pixels.").format(photo.width, photo.height))

    def crop(self) -> None:
        """Ask how the photo is to be straightened and cropped, and do it."""
        session, document = self._session, self._session.document
        if document is not None:
            self.dialogs.ask_framing(session.picture(document.photo), session.framer.frame)

    def compare_with(self) -> None:
        path = self.dialogs.ask_reference(str(opening_folder(self._session.settings)))
        if path is not None:
            self._session.opener.compare_with(path)

    # --- view ----------------------------------------------------------------------------------

    def language(self, choice: str) -> None:
        self._session.set_settings(replace(self._session.settings, language=choice))
        self._session.tell("note", translate("MenuCommands", "The language will change when you restart the program."))

    def show_manual(self) -> None:
        """Open the manual, or bring it to the front."""
        from desktop_unet.ui.window.manual_window import ManualWindow

        manual = self._window.findChild(ManualWindow) or ManualWindow(self._window)
        manual.show()
        manual.raise_()
        manual.activateWindow()

    def show_shortcuts(self) -> None:
        from desktop_unet.ui.window.shortcut_sheet import ShortcutSheet

        ShortcutSheet(self._window.actions_by_name, self._window).open()

    def copy_diagnostics(self) -> None:
        from desktop_unet.ui.start.diagnostics import diagnostics

        text = diagnostics(self._session.settings, self._window.status.device.text(), user_log_dir())
        QGuiApplication.clipboard().setText(text)
        self._session.tell(
            "note", translate("MenuCommands", "Diagnostics were copied; they do not name any of your photos.")
        )

    def skip_lab(self) -> None:
        """Open the lab on the open photo, or on the sample; the one that is open comes to the front."""
        from desktop_unet.ui.lab.open_lab import open_lab

        folder = str(opening_folder(self._session.settings))
        self.lab = open_lab(self.lab, lambda: self._session.document, self._window, folder)

    def close_lab(self) -> None:
        """End the lab's work and close its window, where it is open."""
        from shiboken6 import isValid

        if self.lab is not None and isValid(self.lab):
            self.lab.close()


def name_of(document: Document) -> str:
    """What the open photo is called."""
    source = document.original.source
    return source.name if source is not None else QCoreApplication.translate("MenuCommands", "Pasted photo")


def sentence_on(incoming: opening.Incoming) -> str:
    """What is said of dropped files that were not opened; empty where all were."""
    if not incoming.others:
        return ""
    if not incoming.photos:
        return QCoreApplication.translate("MenuCommands", "None of these {0} files is a photo.").format(incoming.others)
    sentence = QCoreApplication.translate(
        "MenuCommands", "{0} photos were opened; {1} files that are not photos were left out."
    )
    return sentence.format(len(incoming.photos), incoming.others)

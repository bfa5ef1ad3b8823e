"""From folders and many photos to the queue: what is asked, the queue itself and its window.

Comes in: dropped paths, actions, what is selected in the film strip. Goes out: photos in the film strip, or a batch for
the queue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from desktop_unet.errors import FolderUnreadable, NoPhotos
from desktop_unet.paths import queue_file
from desktop_unet.studio.batch.sources import Found
from desktop_unet.studio.many_photos import ManyPhotos, Outlook, deed_of, look_ahead, many_for, photos_in
from desktop_unet.studio.options import Deed
from desktop_unet.studio.queue_memory import QueueMemory
from desktop_unet.ui.look.translation import sentence_for
from desktop_unet.ui.queue.asks import Asks
from desktop_unet.ui.queue.indicator import QueueIndicator
from desktop_unet.ui.queue.many_dialog import Choosable
from desktop_unet.ui.queue.queue import Queue
from desktop_unet.ui.queue.queue_window import QueueWindow
from desktop_unet.ui.session.session import Session

MOST_TO_OPEN = 500
"""More photos in the film strip are no help to anybody."""


class ManyCommands(QObject):
    """The verbs for many photos.

    Args:
        session: whose options and photos are meant.
        window: around which the queue's window lies.
        questions: who asks; looked up when something is asked.
    """

    folder_wanted = Signal(object)  # Path of a file that is to be shown where it lies

    def __init__(self, session: Session, window: QMainWindow, questions: Callable[[], Asks]) -> None:
        super().__init__(window)
        self._session, self._window, self._questions = session, window, questions
        self.queue = Queue(session, QueueMemory(queue_file()))
        self.view: QueueWindow | None = None
        self.indicator = QueueIndicator(self.queue, window)
        self.indicator.wanted.connect(self.show_queue)
        window.statusBar().addPermanentWidget(self.indicator)

    # --- verbs -----------------------------------------------------------------------------------

    def take(self, paths: Sequence[Path], deed: Deed | None = None) -> None:
        """Ask what is to be made of photos, and of those in folders."""
        paths = [path.absolute() for path in paths]
        self._session.awaited.start_asked(
            lambda _report: photos_in(paths),
            lambda found: self._ask(found[0], found[1], deed),
            lambda sentence: self._session.tell("error", sentence),
        )

    def take_open(self, chosen: Sequence[Path], deed: Deed) -> None:
        """The same for photos of the film strip: those that are chosen, or all, as their files are."""
        paths = list(chosen) or [photo.path for photo in self._session.open_photos.photos if photo.path is not None]
        if paths:
            self.take(paths, deed)
        else:
            self._session.tell("note", self.tr("Only photos that have a file can be queued; save the photo first."))

    def show_queue(self) -> None:
        """Bring the queue's window to the front."""
        if self.view is None:
            self.view = QueueWindow(self.queue, self._session, self._window)
            self.view.open_wanted.connect(self._session.opener.open)
            self.view.folder_wanted.connect(self.folder_wanted)
        self.view.show()
        self.view.raise_()
        self.view.activateWindow()

    def offer_unfinished(self) -> None:
        """Ask whether to go on with what was not done when the program ended."""
        self.queue.offer(self._questions().ask_go_on)
        if self.queue.is_running:
            self.show_queue()

    # --- what is asked ---------------------------------------------------------------------------

    def _ask(self, inputs: tuple[Path, ...], found: Found, deed: Deed | None) -> None:
        session = self._session
        if not found.sources:
            self._say_why_not(found)
            return
        count = len(found.sources)
        can_open = count <= MOST_TO_OPEN
        why_not = "" if can_open else self.tr("No more than {0} photos can be open at once").format(MOST_TO_OPEN)
        choosable = Choosable(inputs, count, session.networks.scales_of(session.options.network), can_open, why_not)
        first = many_for(inputs, deed or deed_of(session.options), session.options, session.settings, session.networks)
        photos = [source.path for source in found.sources]
        self._questions().ask_many(
            choosable, first, self._measure, self._start, lambda: session.opener.open_several(photos)
        )
        if found.unreadable:
            self._say_unreadable(found)

    def _say_why_not(self, found: Found) -> None:
        if found.unreadable:
            self._say_unreadable(found)
        elif found.folders:
            names = ", ".join(str(folder) for folder in found.folders)
            self._session.tell("error", sentence_for(NoPhotos(path=names)))
        else:
            self._session.tell("error", self.tr("None of these files is a photo."))

    def _say_unreadable(self, found: Found) -> None:
        path, reason = found.unreadable[0]
        self._session.tell("error", sentence_for(FolderUnreadable(path=path, reason=reason)))

    def _measure(self, many: ManyPhotos, done: Callable[[Outlook], None], failed: Callable[[str], None]) -> None:
        speed = self.queue.seconds_per_megapixel(many)
        self._session.awaited.start_asked(lambda report: look_ahead(many, speed, report), done, failed)

    def _start(self, many: ManyPhotos) -> None:
        if self.queue.is_running:
            self._session.tell("note", self.tr("The photos follow when the queue is done with those before."))
        self.queue.start(many)
        self.show_queue()

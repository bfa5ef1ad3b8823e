"""Questions that stop the user: which file, how to save, and what of unsaved work.

The window asks through ``questions.Questions``, whose form this object has, so that tests can answer in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox, QSpinBox, QWidget

from desktop_unet.imaging.framing import Framing
from desktop_unet.imaging.photo import Photo
from desktop_unet.settings import Settings
from desktop_unet.studio.saving import SaveChoice
from desktop_unet.ui.look.fields import inset_number
from desktop_unet.ui.look.file_dialogs import ask_file, ask_files, ask_folder, ask_target
from desktop_unet.ui.look.file_filters import patterns_of, photo_filter
from desktop_unet.ui.window.questions import Leave

if TYPE_CHECKING:
    from desktop_unet.studio.many_photos import ManyPhotos
    from desktop_unet.ui.look.qimages import Picture
    from desktop_unet.ui.queue.many_dialog import Choosable, Measure
    from desktop_unet.ui.window.save_dialog import Estimator

MOST_PIXELS = 200
translate = QCoreApplication.translate


class Dialogs(QObject):
    """Asks the user."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent

    # --- files -----------------------------------------------------------------------------

    def ask_open(self, folder: str) -> list[Path]:
        """Photos to open; none where the user thinks better of it."""
        return ask_files(self._parent, self.tr("Open photos"), folder, photo_filter())

    def ask_reference(self, folder: str) -> Path | None:
        """One photo to compare with."""
        return ask_file(self._parent, self.tr("Compare with a file"), folder, photo_filter())

    def ask_network(self, folder: str) -> Path | None:
        """The file of a network that is to be added."""
        from desktop_unet.engine.network_kinds import KINDS

        title, kinds = self.tr("Add a network file"), self.tr("Networks ({patterns})")
        return ask_file(self._parent, title, folder, kinds.format(patterns=patterns_of(tuple(KINDS))))

    def ask_save(
        self,
        photo: Photo,
        suggested: Path,
        original: Path | None,
        settings: Settings,
        measure: Estimator,
        then: Callable[[SaveChoice], None],
    ) -> None:
        """Where and how to save; ``then`` is called once that is settled, replacing asked about."""
        from desktop_unet.ui.window.save_dialog import SaveDialog

        dialog = SaveDialog(photo, suggested, settings, measure, self._parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._settle(dialog.choice, original, then))
        dialog.open()

    def _settle(self, choice: SaveChoice, original: Path | None, then: Callable[[SaveChoice], None]) -> None:
        if is_same_file(choice.path, original):
            if self.ask_replace_original(choice.path.name):
                then(replace(choice, replaces_original=True))
        elif not choice.path.exists() or self.ask_replace(choice.path.name):
            then(choice)

    def ask_replace(self, name: str) -> bool:
        return self._confirmed(
            self.tr("Replace the file?"), self.tr("{0} already exists. Replace it?").format(name), self.tr("&Replace")
        )

    def ask_replace_original(self, name: str) -> bool:
        text = self.tr("{0} is the original photo. Replacing it cannot be undone. Replace it?").format(name)
        return self._confirmed(self.tr("Replace the original?"), text, self.tr("&Replace the original"))

    def ask_framing(self, picture: Picture, then: Callable[[Framing], None]) -> None:
        """How a photo is to be straightened and cropped; ``then`` is called once that is settled."""
        from desktop_unet.ui.window.crop_dialog import CropDialog

        dialog = CropDialog(picture, self._parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: then(dialog.framing))
        dialog.open()

    def ask_sheet(self, suggested: Path) -> Path | None:
        """Where to write a comparison sheet; the dialog itself asks before a file is replaced."""
        title, kinds = self.tr("Save the comparison sheet"), self.tr("Pictures (*.png *.jpg *.tif *.webp)")
        return ask_target(self._parent, title, suggested, kinds, ".png")

    # --- unsaved work -----------------------------------------------------------------------

    def ask_pixels(self, question: str, suggested: int) -> int | None:
        """How many pixels; None when the user thinks better of it."""
        dialog = QInputDialog(self._parent)
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setWindowTitle(translate("Dialogs", "Mask"))
        dialog.setLabelText(translate("Dialogs", "{question} (pixels):").format(question=question))
        dialog.setIntRange(1, MOST_PIXELS)
        dialog.setIntValue(suggested)
        for box in dialog.findChildren(QSpinBox):
            inset_number(box)
        accepted, px = dialog.exec(), dialog.intValue()
        dialog.deleteLater()
        return px if accepted else None

    def ask_mask(self, folder: str) -> Path | None:
        """Which file to take the mask from."""
        from desktop_unet.imaging.codec import READABLE_SUFFIXES

        kinds = translate("Dialogs", "Masks ({patterns})").format(patterns=patterns_of(READABLE_SUFFIXES))
        title, every = translate("Dialogs", "Load a mask"), translate("Dialogs", "All files (*)")
        return ask_file(self._parent, title, folder, f"{kinds};;{every}")

    def ask_save_mask(self, suggested: Path) -> Path | None:
        """Where to write the mask; the dialog itself asks before an existing file is replaced."""
        title, kinds = translate("Dialogs", "Save the mask as"), translate("Dialogs", "Masks ({patterns})")
        return ask_target(self._parent, title, suggested, kinds.format(patterns=patterns_of((".png",))), ".png")

    def ask_recover(self, count: int) -> bool:
        """Whether photos of a run that did not end well are to be opened as they were left."""
        buttons = QMessageBox.StandardButton
        text = self.tr("The program did not end well; open {0} photos with marks and results as they were?")
        one = self.tr("The program did not end well; open the photo with marks and results as it was?")
        answer = QMessageBox.question(
            self._parent,
            self.tr("Unsaved work"),
            one if count == 1 else text.format(count),
            buttons.Open | buttons.Discard,
            buttons.Open,
        )
        return answer != buttons.Discard

    def ask_leave(self, name: str) -> Leave:
        """What to do with a result that no file holds."""
        return self._asked_to_leave(self.tr("The result for {0} has not been saved. Save it?").format(name))

    def ask_leave_all(self, count: int) -> Leave:
        """What to do with several of them; saving goes through them one by one."""
        return self._asked_to_leave(self.tr("{0} photos have unsaved results. Save them?").format(count))

    def ask_stop_work(self, names: Sequence[str]) -> bool:
        """Whether to end the program though something is being made of these photos."""
        one = self.tr("{0} is still being worked on; what has been computed so far would be lost.")
        several = self.tr("{0} photos are still being worked on; what has been computed so far would be lost.")
        text = one.format(names[0]) if len(names) == 1 else several.format(len(names))
        return self._confirmed(self.tr("Stop and close?"), text, self.tr("&Stop and Close"))

    # --- many photos -------------------------------------------------------------------------

    def ask_folder(self, folder: str) -> Path | None:
        """A folder of photos to open."""
        return ask_folder(self._parent, self.tr("Open a folder of photos"), folder)

    def ask_many(
        self,
        choosable: Choosable,
        first: ManyPhotos,
        measure: Measure,
        start: Callable[[ManyPhotos], None],
        open_photos: Callable[[], None],
    ) -> None:
        """What is to be made of many photos; one of the last two is called where something is."""
        from desktop_unet.ui.queue.many_dialog import ManyDialog

        dialog = ManyDialog(choosable, first, measure, self._parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: start(dialog.many))
        dialog.open_wanted.connect(open_photos)
        dialog.open()

    def ask_go_on(self, left: Sequence[ManyPhotos]) -> bool:
        """Whether to go on with what was not done when the program ended."""
        text = self.tr("Photos are left in the queue whose results go to this folder. Go on?\n{0}")
        return self._confirmed(self.tr("Go on with the queue?"), text.format(left[0].out_dir), self.tr("&Go On"))

    def ask_leave_queue(self, count: int) -> bool:
        """Whether to end the program though photos of the queue are left."""
        text = self.tr("Photos left in the queue: {0}. The next start offers to go on with them.").format(count)
        return self._confirmed(self.tr("Stop the queue and close?"), text, self.tr("&Stop and Close"))

    def ask_fill_much(self, percent: int) -> bool:
        """Whether so much of the photo is really to be filled."""
        text = self.tr("The mask marks {0} % of the photo. If that is what should stay, invert the mask.")
        return self._confirmed(self.tr("Fill most of the photo?"), text.format(percent), self.tr("&Fill"))

    def _asked_to_leave(self, text: str) -> Leave:
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._parent,
            self.tr("Unsaved result"),
            text,
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        meant: dict[QMessageBox.StandardButton, Leave] = {buttons.Save: "save", buttons.Discard: "discard"}
        return meant.get(answer, "stay")

    def _confirmed(self, title: str, text: str, verb: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, title, text, QMessageBox.StandardButton.Cancel, self._parent)
        go_on = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        is_confirmed = box.clickedButton() is go_on
        box.deleteLater()
        return is_confirmed

    def show_about(self, version: str) -> None:
        """Version, licence and credits."""
        from desktop_unet.studio.credits import read_credits
        from desktop_unet.ui.window.about_dialog import AboutDialog

        AboutDialog(version, read_credits(), self._parent).open()


def is_same_file(path: Path, original: Path | None) -> bool:
    """Whether the path leads to the original, by whatever name."""
    try:
        return original is not None and path.samefile(original)
    except OSError:
        return False

"""What is to be made of many photos, where to, and what it comes to: asked once before the queue begins.

Comes in: the photos, and what the panel says. Goes out: a ``ManyPhotos``, or the wish to open the photos instead. What
it comes to is reckoned in a worker thread, a moment after the last change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.studio.many_photos import ManyPhotos, Outlook, suggested_folder
from desktop_unet.studio.options import Deed
from desktop_unet.ui.look.fields import level_labels
from desktop_unet.ui.look.file_dialogs import ask_folder
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.queue.many_texts import deed_text, outlook_text, photos_text, settings_text

MEASURE_AFTER_MS = 250
_SUFFIXES = ("", ".png", ".jpg", ".tif", ".webp", ".avif")
_EXISTING = ("skip", "overwrite", "rename")

Measure = Callable[[ManyPhotos, Callable[[Outlook], None], Callable[[str], None]], None]
"""Reckons in a worker: what is asked, what to call with the outlook, what to call with a sentence."""


@dataclass(frozen=True)
class Choosable:
    """What the dialog is told.

    Args:
        inputs: files and folders.
        count: photos in them.
        scales: factors of enlargement that there are.
        can_open: whether there are few enough to open them one by one instead.
        why_not_open: said where there are too many.
    """

    inputs: tuple[Path, ...]
    count: int
    scales: tuple[int, ...]
    can_open: bool
    why_not_open: str = ""


class ManyDialog(QDialog):
    """``many`` is the answer once it was accepted; ``open_wanted`` tells that the photos are to be opened instead."""

    open_wanted = Signal()

    def __init__(self, choosable: Choosable, first: ManyPhotos, measure: Measure, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Many Photos"))
        self._choosable, self._first, self._measure = choosable, first, measure
        self._round, self._is_suggested = 0, True
        self.deeds = QComboBox(self)
        for deed in get_args(Deed):
            self.deeds.addItem(deed_text(deed), deed)
        self.deeds.setCurrentIndex(self.deeds.findData(first.deed))
        self.settings = label("", "muted", self)
        self.scales = QComboBox(self)
        for scale in (each for each in choosable.scales if each > 1):
            self.scales.addItem(f"×{scale}", scale)
        self.scales.setCurrentIndex(max(0, self.scales.findData(first.scale)))
        self.marks = QComboBox(self)
        self.marks.addItem(self.tr("Find scratches and dust"), "")
        self.marks.addItem(self.tr("Masks from a folder…"), None)
        self.folder = QLineEdit(first.out_dir, self)
        self.browse = QPushButton(self.tr("&Browse…"), self)
        self.formats, self.existing = QComboBox(self), QComboBox(self)
        for suffix, text in zip(
            _SUFFIXES, (self.tr("As each photo"), "PNG", "JPEG", "TIFF", "WebP", "AVIF"), strict=True
        ):
            self.formats.addItem(text, suffix)
        texts = (self.tr("Leave the photo out"), self.tr("Replace the file"), self.tr("Keep both (-2, -3, …)"))
        for name, text in zip(_EXISTING, texts, strict=True):
            self.existing.addItem(text, name)
        self.outlook = label("", "muted", self)
        self.outlook.setMinimumWidth(460)
        self._make_buttons()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MEASURE_AFTER_MS)
        self._timer.timeout.connect(self._start_measuring)
        self._lay_out()
        self._connect()
        self._on_deed()

    # --- parts ---------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.start = self.buttons.addButton(self.tr("&Start"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.start.setProperty("role", "primary")
        self.style().polish(self.start)  # the box has had it styled already
        self.start.setDefault(True)
        self.open_instead = self.buttons.addButton(
            self.tr("&Open in Film Strip"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.open_instead.setEnabled(self._choosable.can_open)
        self.open_instead.setToolTip(self._choosable.why_not_open)

    def _lay_out(self) -> None:
        form = self._form = QFormLayout()
        form.addRow(self.tr("&Task"), self.deeds)
        form.addRow("", self.settings)
        form.addRow(self.tr("&Factor"), self.scales)
        form.addRow(self.tr("&Marks"), self.marks)
        folder = QHBoxLayout()
        folder.addWidget(self.folder, 1)
        folder.addWidget(self.browse)
        caption = label(self.tr("Results &to"), parent=self)
        caption.setBuddy(self.folder)
        form.addRow(caption, folder)
        form.addRow(self.tr("Fo&rmat"), self.formats)
        form.addRow(self.tr("If a file is there"), self.existing)
        level_labels(form)
        layout = QVBoxLayout(self)
        layout.addWidget(label(photos_text(self._choosable.inputs, self._choosable.count), "heading", self))
        layout.addLayout(form)
        layout.addWidget(self.outlook)
        layout.addWidget(self.buttons)
        fields = (self.deeds, self.scales, self.marks, self.folder, self.browse, self.formats, self.existing)
        for before, after in pairwise((*fields, self.buttons)):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.deeds.currentIndexChanged.connect(self._on_deed)
        self.marks.activated.connect(self._on_marks)
        for box in (self.scales, self.formats, self.existing):
            box.currentIndexChanged.connect(self._on_change)
        self.folder.textEdited.connect(self._on_folder)
        self.browse.clicked.connect(self._browse)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.open_instead.clicked.connect(self._open)

    # --- what is chosen ------------------------------------------------------------------------

    @property
    def many(self) -> ManyPhotos:
        """What is chosen now."""
        return replace(
            self._first,
            deed=self.deeds.currentData(),
            scale=self.scales.currentData() or self._first.scale,
            masks=self.marks.currentData() or "",
            out_dir=str(Path(self.folder.text()).expanduser().absolute()) if self.folder.text() else "",
            suffix=self.formats.currentData(),
            existing=self.existing.currentData(),
        )

    def _on_deed(self) -> None:
        deed: Deed = self.deeds.currentData()
        self._form.setRowVisible(self.scales, deed == "enlarge")
        self._form.setRowVisible(self.marks, deed == "fill")
        if self._is_suggested:
            self.folder.setText(str(suggested_folder(self._choosable.inputs, deed)))
        self._on_change()

    def _on_folder(self) -> None:
        self._is_suggested = False
        self._on_change()

    def _browse(self) -> None:
        folder = ask_folder(self, self.tr("Folder for the results"), self.folder.text())
        if folder is not None:
            self.folder.setText(str(folder))
            self._on_folder()

    def _on_marks(self, number: int) -> None:
        """The last entry asks for a folder, which then stands there by its name."""
        if self.marks.itemData(number) is not None:
            self._on_change()
            return
        folder = ask_folder(self, self.tr("Folder of masks"), str(self._choosable.inputs[0]))
        if folder is not None:
            self.take_masks(folder)
        else:
            self.marks.setCurrentIndex(0)

    def take_masks(self, folder: Path) -> None:
        """Fill what the masks of this folder mark."""
        self.marks.insertItem(1, self.tr("Masks from {0}").format(folder.name), str(folder))
        self.marks.setCurrentIndex(1)
        self._on_change()

    def _open(self) -> None:
        self.open_wanted.emit()
        self.reject()

    def done(self, result: int) -> None:
        self._timer.stop()
        self._round += 1  # what is still being reckoned is for nobody
        super().done(result)

    # --- what it comes to ------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        """Lines may be more or fewer now: the dialog is as high as they need."""
        self.outlook.setText(text)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(self.width(), max(layout.totalMinimumHeightForWidth(self.width()), layout.minimumSize().height()))

    def _on_change(self) -> None:
        self.settings.setText(settings_text(self.many))
        self._round += 1
        self.start.setEnabled(False)
        self._say(self.tr("Looking at the photos…"))
        self._timer.start()

    def _start_measuring(self) -> None:
        now, many = self._round, self.many
        if not many.out_dir:
            self._show_trouble(now, self.tr("Say where the results are to go."))
            return
        self._measure(many, lambda outlook: self._show(now, outlook), lambda why: self._show_trouble(now, why))

    def _show(self, asked: int, outlook: Outlook) -> None:
        if asked == self._round:
            self._say(outlook_text(outlook))
            self.start.setEnabled(outlook.make > 0)

    def _show_trouble(self, asked: int, sentence: str) -> None:
        if asked == self._round:
            self._say(sentence)

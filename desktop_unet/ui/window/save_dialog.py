"""Where and how to save: name, format, quality, what travels along, and how large the file will be.

Comes in: the photo and what was chosen last time. Goes out: a ``SaveChoice``. The size is measured in
the worker, a moment after the last change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.errors import FormatUnknown
from desktop_unet.imaging.formats import AVIF, BMP, GIF, JPEG, PNG, TIFF, WEBP, Format, format_of_suffix
from desktop_unet.imaging.photo import Photo
from desktop_unet.settings import Settings
from desktop_unet.studio.saving import SaveChoice, SizeEstimate, holds
from desktop_unet.ui.look.fields import level_labels
from desktop_unet.ui.look.file_dialogs import ask_folder
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.translation import QT_TRANSLATE_NOOP, phrase_text
from desktop_unet.ui.look.words import bytes_text

Estimator = Callable[[Photo, SaveChoice, Callable[[SizeEstimate], None], Callable[[str], None]], None]
"""Measures in the worker: photo, choice, what to call with the estimate, what to call with a sentence."""

_MEASURE_AFTER_MS = 250


@dataclass(frozen=True)
class FormatRow:
    """A format on offer: what is said of it, and which of the sliders it has."""

    format: Format
    text: str
    has_quality: bool = False
    has_compression: bool = False


ROWS = (
    FormatRow(PNG, QT_TRANSLATE_NOOP("Save", "PNG: exact, larger"), has_compression=True),
    FormatRow(JPEG, QT_TRANSLATE_NOOP("Save", "JPEG: small, read everywhere"), has_quality=True),
    FormatRow(TIFF, QT_TRANSLATE_NOOP("Save", "TIFF: exact, for print")),
    FormatRow(WEBP, QT_TRANSLATE_NOOP("Save", "WebP: small, for the web"), has_quality=True),
    FormatRow(AVIF, QT_TRANSLATE_NOOP("Save", "AVIF: smallest, slow"), has_quality=True),
    FormatRow(GIF, QT_TRANSLATE_NOOP("Save", "GIF: 256 colours")),
    FormatRow(BMP, QT_TRANSLATE_NOOP("Save", "BMP: exact, pixels only")),
)


class SaveDialog(QDialog):
    """Asks where and how; ``choice`` is the answer once it was accepted."""

    def __init__(
        self,
        photo: Photo,
        suggested: Path,
        settings: Settings,
        measure: Estimator,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Save the photo as"))
        self._photo, self._measure = photo, measure
        self._round = 0
        self.folder = QLineEdit(str(suggested.parent), self)
        self.name = QLineEdit(suggested.name, self)
        self.browse = QPushButton(self.tr("&Browse…"), self)
        self.formats = QComboBox(self)
        for row in ROWS:
            self.formats.addItem(QCoreApplication.translate("Save", row.text), row)
        self.quality, self.quality_text = self._slider(1, 100, settings.jpeg_quality)
        self.compression, self.compression_text = self._slider(0, 9, 1)
        self.metadata = QCheckBox(self.tr("Keep date, camera and place (EXIF, XMP, IPTC)"), self)
        self.metadata.setChecked(not settings.strip_metadata)
        self.profile = QCheckBox(self.tr("Keep the colour profile"), self)
        self.profile.setChecked(not settings.strip_profile)
        self.profile.setEnabled(photo.icc_profile is not None)
        self.file_size, self.notes = label("", parent=self), label("", "muted", self)
        self.notes.setMinimumWidth(460)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setProperty("role", "primary")
        self.style().polish(save)  # the box has had it styled already
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start_measuring)
        self._lay_out()
        self._connect()
        self._take_suffix()
        self.name.setFocus()
        self.name.setSelection(0, len(suggested.stem))

    def _slider(self, low: int, high: int, value: int) -> tuple[QSlider, QLabel]:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(low, high)
        slider.setValue(value)
        return slider, label(str(value), parent=self)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(self.tr("Fol&der"), _in_row(self.folder, self.browse))
        form.addRow(self.tr("&Format"), self.formats)
        self._quality_row = _in_row(self.quality, self.quality_text)
        self._compression_row = _in_row(self.compression, self.compression_text)
        self.quality.setAccessibleName(self.tr("Quality"))
        self.compression.setAccessibleName(self.tr("Compression"))
        form.addRow(self.tr("Quality"), self._quality_row)
        form.addRow(self.tr("Compression"), self._compression_row)
        form.addRow("", self.metadata)
        form.addRow("", self.profile)
        form.addRow(self.tr("File size"), self.file_size)
        level_labels(form)
        self._form = form
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.notes)
        layout.addWidget(self.buttons)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """As the eye goes; Qt would go by the order in which the fields were made."""
        fields = (self.name, self.folder, self.browse, self.formats, self.quality, self.compression)
        for before, after in pairwise((*fields, self.metadata, self.profile, self.buttons)):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.browse.clicked.connect(self._browse)
        self.formats.activated.connect(self._take_format)
        self.name.textChanged.connect(self._take_suffix)
        self.folder.textChanged.connect(self._changed)
        for slider, text in ((self.quality, self.quality_text), (self.compression, self.compression_text)):
            slider.valueChanged.connect(lambda value, text=text: text.setText(str(value)))
            slider.valueChanged.connect(self._changed)
        for box in (self.metadata, self.profile):
            box.toggled.connect(self._changed)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    # --- the answer --------------------------------------------------------------------------

    @property
    def choice(self) -> SaveChoice:
        path = Path(self.folder.text()).expanduser() / self.name.text()
        return SaveChoice(
            path,
            self.quality.value(),
            self.compression.value(),
            strip_metadata=not self.metadata.isChecked(),
            strip_profile=not self.profile.isChecked(),
        )

    @property
    def row(self) -> FormatRow | None:
        """What the name's suffix stands for; None where nothing is written so."""
        try:
            found = format_of_suffix(Path(self.name.text()))
        except FormatUnknown:
            return None
        return next((row for row in ROWS if row.format is found), None)

    # --- what follows from what --------------------------------------------------------------

    def _browse(self) -> None:
        folder = ask_folder(self, self.tr("Save in"), self.folder.text())
        if folder is not None:
            self.folder.setText(str(folder))

    def _take_format(self, number: int) -> None:
        """Another format is another suffix."""
        row = self.formats.itemData(number)
        self.name.setText(str(Path(self.name.text()).with_suffix(row.format.suffixes[0])))

    def _take_suffix(self) -> None:
        row = self.row
        self.formats.setCurrentIndex(ROWS.index(row) if row is not None else -1)
        self._form.setRowVisible(self._quality_row, row is not None and row.has_quality)
        self._form.setRowVisible(self._compression_row, row is not None and row.has_compression)
        self._changed()

    def _changed(self) -> None:
        """Measure again, once nothing has changed for a moment."""
        self._round += 1
        row, refusal = self.row, self._refusal()
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not refusal)
        self.notes.setText(refusal)
        self.file_size.setText("" if refusal else self.tr("measuring…"))
        if row is not None and not refusal:
            self._timer.start(_MEASURE_AFTER_MS)
        else:
            self._timer.stop()

    def _refusal(self) -> str:
        """Why it cannot be saved so; empty where it can."""
        row, extent = self.row, self._photo.extent
        if not self.choice.path.parent.is_dir():
            return self.tr("There is no folder {0}.").format(self.choice.path.parent)
        if row is None:
            return self.tr("The name must end in the suffix of a format, such as .png or .jpg.")
        if not holds(row.format, extent):
            return self.tr("{0} holds at most {1} pixels per side, this photo has {2} × {3}.").format(
                row.format.name, row.format.side_limit, extent.width, extent.height
            )
        return ""

    def _start_measuring(self) -> None:
        number = self._round
        self._measure(
            self._photo,
            self.choice,
            lambda estimate: self._show_estimate(number, estimate),
            lambda sentence: self._show_failure(number, sentence),
        )

    def _show_estimate(self, number: int, estimate: SizeEstimate) -> None:
        if number == self._round:  # an answer to an older question is dropped
            text = bytes_text(estimate.bytes)
            self.file_size.setText(text if estimate.is_exact else self.tr("about {0}").format(text))
            self.notes.setText(" ".join(map(phrase_text, estimate.notes)))

    def _show_failure(self, number: int, sentence: str) -> None:
        if number == self._round:
            self.file_size.setText("")
            self.notes.setText(sentence)


def _in_row(wide: QWidget, narrow: QWidget) -> QWidget:
    row = QWidget(wide.parentWidget())
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(wide, 1)
    layout.addWidget(narrow)
    return row

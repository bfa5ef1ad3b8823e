"""An exact size to enlarge to: pixels, or centimetres or inches on paper at so many dots per inch.

Comes in: the session's photo and options. Goes out: the target, as an option of the session. The two sides
follow each other; what cannot be reached is said here, before the run.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.target_size import CM_PER_INCH, TargetSize, of_height, of_print, of_print_height, of_width
from desktop_unet.studio.state import Sizes
from desktop_unet.ui.look.fields import DecimalBox, inset_number, level_labels
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.segments import Segments
from desktop_unet.ui.look.translation import phrase_text, sentence_for
from desktop_unet.ui.session.session import Session

_LARGEST_PX, _LARGEST = 200_000, 1000.0
_USUAL_DPI = 300


class TargetBox(QWidget):
    """Opens to its fields; while it is open, the size goes by them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.switch = QPushButton(self.tr("E&xact size…"), self)
        self.switch.setCheckable(True)
        self.switch.setToolTip(self.tr("Enlarge to a width or height in pixels, or to a size on paper"))
        self.fields = QWidget(self)
        self.units = Segments(self.tr("Unit"), self.fields)
        self.units.set_choices(
            [
                ("px", self.tr("Pixels"), ""),
                ("cm", self.tr("cm"), self.tr("Centimetres on paper")),
                ("in", self.tr("inches"), self.tr("Inches on paper")),
            ]
        )
        self.width_px, self.height_px = (
            self._pixels(self.tr("Width in pixels")),
            self._pixels(self.tr("Height in pixels")),
        )
        self.width_paper = self._on_paper(self.tr("Width on paper"))
        self.height_paper = self._on_paper(self.tr("Height on paper"))
        self.dpi = QSpinBox(self.fields)
        self.dpi.setRange(30, 2400)
        self.dpi.setValue(_USUAL_DPI)
        self.dpi.setAccessibleName(self.tr("Dots per inch"))
        inset_number(self.dpi)
        self.says = label("", "muted", self.fields)
        self._unit, self._typed = "px", self.width_paper
        self._lay_out()
        self._connect()
        self._show_unit("px")
        self.fields.hide()

    def _pixels(self, name: str) -> QSpinBox:
        box = QSpinBox(self.fields)
        box.setRange(1, _LARGEST_PX)
        box.setSuffix(" px")
        inset_number(box)
        box.setAccessibleName(name)
        box.setKeyboardTracking(False)
        return box

    def _on_paper(self, name: str) -> DecimalBox:
        box = DecimalBox(self.fields)
        box.setRange(0.1, _LARGEST)
        inset_number(box)
        box.setAccessibleName(name)
        box.setKeyboardTracking(False)
        return box

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        for text, field in (
            (self.tr("Width"), self.width_px),
            (self.tr("Height"), self.height_px),
            (self.tr("Width"), self.width_paper),
            (self.tr("Height"), self.height_paper),
            (self.tr("Dots per inch"), self.dpi),
        ):
            self._form.addRow(text, field)
        level_labels(self._form)
        inner = QVBoxLayout(self.fields)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.units)
        inner.addLayout(self._form)
        inner.addWidget(self.says)
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.fields)

    def _connect(self) -> None:
        session = self._session
        self.switch.clicked.connect(self._switch)
        self.units.picked.connect(self._pick_unit)
        self.width_px.valueChanged.connect(lambda width: self._take(of_width(self._extent, width)))
        self.height_px.valueChanged.connect(lambda height: self._take(of_height(self._extent, height)))
        self.width_paper.valueChanged.connect(lambda _length: self._take_print())
        self.height_paper.valueChanged.connect(lambda _length: self._take_print_height())
        self.dpi.valueChanged.connect(lambda _dpi: self._take_typed())
        session.watch(lambda state: state.sizes, self._show)

    @property
    def _extent(self) -> Extent:
        """Of the photo that would be enlarged; there must be one."""
        extent = self._session.state.sizes.before
        assert extent is not None
        return extent

    # --- what the user does ------------------------------------------------------------------

    def _switch(self, is_on: bool) -> None:
        extent = self._extent
        self._session.set_options(target=TargetSize(extent.scaled(2)) if is_on else None)

    def _pick_unit(self, unit: str) -> None:
        self._show_unit(unit)
        target = self._session.options.target
        if target is None:
            return
        if unit == "px":
            self._take(TargetSize(target.extent))
        else:
            self._show_lengths(target)
            self._take(TargetSize(target.extent, self.dpi.value()))

    def _take_typed(self) -> None:
        self._take_print() if self._typed is self.width_paper else self._take_print_height()

    def _take_print(self) -> None:
        inches = self.width_paper.value() / self._per_inch
        self._typed = self.width_paper
        self._take(of_print(self._extent, inches, self.dpi.value()))

    def _take_print_height(self) -> None:
        inches = self.height_paper.value() / self._per_inch
        self._typed = self.height_paper
        self._take(of_print_height(self._extent, inches, self.dpi.value()))

    @property
    def _per_inch(self) -> float:
        """Of the unit that lengths on paper are told in."""
        return CM_PER_INCH if self._unit == "cm" else 1.0

    def _take(self, target: TargetSize) -> None:
        self._session.set_options(target=target)

    # --- what is shown -----------------------------------------------------------------------

    def _show_unit(self, unit: str) -> None:
        self._unit = unit
        self.units.show_value(unit)
        for field in (self.width_px, self.height_px):
            self._form.setRowVisible(field, unit == "px")
        for paper in (self.width_paper, self.height_paper, self.dpi):
            self._form.setRowVisible(paper, unit != "px")
        for length in (self.width_paper, self.height_paper):
            with QSignalBlocker(length):  # fewer decimals round what is there
                length.setDecimals(1 if unit == "cm" else 2)
                length.setSuffix(" cm" if unit == "cm" else " in")

    def _show(self, sizes: Sizes) -> None:
        self.switch.setChecked(sizes.target is not None)
        self.fields.setVisible(sizes.target is not None)
        if sizes.target is None or sizes.before is None:
            return
        self._show_fields(sizes.target)
        if sizes.refusal is not None:
            self.says.setText(sentence_for(sizes.refusal))
        elif sizes.says is not None:
            self.says.setText(phrase_text(sizes.says))

    def _show_fields(self, target: TargetSize) -> None:
        """Show the target without asking for it anew; of lengths on paper, all but what was typed follow."""
        for field, side in ((self.width_px, target.extent.width), (self.height_px, target.extent.height)):
            with QSignalBlocker(field):
                field.setValue(side)
        self._show_lengths(target, self._typed if self._unit != "px" else None)

    def _show_lengths(self, target: TargetSize, typed: DecimalBox | None = None) -> None:
        for field, side in ((self.width_paper, target.extent.width), (self.height_paper, target.extent.height)):
            if field is not typed:
                with QSignalBlocker(field):
                    field.setValue(side / self.dpi.value() * self._per_inch)

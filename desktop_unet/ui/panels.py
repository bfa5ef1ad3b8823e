"""The panel beside the photo: what to do, how, and how far it is.

Comes in: the session's options, facts and progress. Goes out: verbs of the session.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.ui.enlarge_page import EnlargePage
from desktop_unet.ui.labels import label
from desktop_unet.ui.more_section import MoreSection
from desktop_unet.ui.options import LARGEST_BRUSH_PX, SMALLEST_BRUSH_PX
from desktop_unet.ui.run_box import RunBox, show_one
from desktop_unet.ui.segments import Segments
from desktop_unet.ui.session import Session

WIDTH_PX = 276
_SLIDER_STEPS = 200
_VARIANT_TEXT = {
    "skip": QT_TRANSLATE_NOOP("TaskPanel", "Fine detail of the photo crosses over directly."),
    "no-skip": QT_TRANSLATE_NOOP(
        "TaskPanel", "Everything passes through the narrow middle of the network; compare what is lost."
    ),
}


class FillPage(QWidget):
    """Brush, eraser, size, clear."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.tools = Segments(self.tr("Tool"), self)
        self.tools.set_choices(
            [
                ("brush", self.tr("Brush"), self.tr("Paint what should be filled (B)")),
                ("eraser", self.tr("Eraser"), self.tr("Take paint away (E)")),
            ]
        )
        self.ways = Segments(self.tr("Fill with"), self)
        self.ways.set_choices(
            [
                ("auto", self.tr("Auto"), self.tr("As fits each hole")),
                ("smooth", self.tr("Smooth"), self.tr("What the network makes of it")),
                ("texture", self.tr("Texture"), self.tr("With the grain of the photo around it")),
            ]
        )
        self.size = QSlider(Qt.Orientation.Horizontal, self)
        self.size.setAccessibleName(self.tr("Brush size"))
        self.size.setToolTip(self.tr("Brush size ([ and ])"))
        self.size.setRange(0, _SLIDER_STEPS)
        self._size_text = label("", "muted", self)
        self.clear = QPushButton(self.tr("Clear mask"), self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label(self.tr("Paint over what should vanish"), "heading", self))
        layout.addWidget(self.tools)
        row = QHBoxLayout()
        row.addWidget(label(self.tr("Brush size"), parent=self))
        row.addStretch(1)
        row.addWidget(self._size_text)
        layout.addSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.size)
        layout.addSpacing(4)
        layout.addWidget(self.clear)
        layout.addWidget(label(self.tr("Drag with the right button to erase."), "muted", self))
        layout.addSpacing(4)
        layout.addWidget(label(self.tr("Fill with"), "heading", self))
        layout.addWidget(self.ways)

    def _connect(self) -> None:
        session = self._session
        self.tools.picked.connect(session.take_tool)
        self.ways.picked.connect(lambda way: session.set_options(fill=way))
        self.size.valueChanged.connect(lambda step: session.set_brush_size(_size_at(step)))
        self.clear.clicked.connect(session.clear_mask)
        session.options_changed.connect(self._show)
        session.facts_changed.connect(lambda: self.clear.setEnabled({"mask", "idle"} <= session.facts()))
        self._show()

    def _show(self) -> None:
        options = self._session.options
        self.tools.show_value(options.tool)
        self.ways.show_value(options.fill)
        self._size_text.setText(f"{options.brush_size_px} px")
        blocked = self.size.blockSignals(True)
        self.size.setValue(_step_of(options.brush_size_px))
        self.size.blockSignals(blocked)


def _size_at(step: int) -> int:
    """Even steps of the slider multiply the size, so that small sizes are as easy to hit as large ones."""
    return round(SMALLEST_BRUSH_PX * (LARGEST_BRUSH_PX / SMALLEST_BRUSH_PX) ** (step / _SLIDER_STEPS))


def _step_of(size_px: int) -> int:
    return round(_SLIDER_STEPS * math.log(size_px / SMALLEST_BRUSH_PX) / math.log(LARGEST_BRUSH_PX / SMALLEST_BRUSH_PX))


class TaskPanel(QFrame):
    """Task, its settings, the network, and Run."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("panel")
        self.setAccessibleName(self.tr("Task"))
        self.setFixedWidth(WIDTH_PX)
        self.tasks = Segments(self.tr("Task"), self)
        self.tasks.set_choices(
            [
                ("upscale", self.tr("Enlarge"), self.tr("More pixels, with detail")),
                ("inpaint", self.tr("Fill"), self.tr("Replace what you paint over")),
            ]
        )
        self.enlarge, self.fill = EnlargePage(session, self), FillPage(session, self)
        self.variants = Segments(self.tr("Network"), self)
        self.variants.set_choices(
            [
                ("skip", self.tr("Skip"), self.tr("With skip connections")),
                ("no-skip", self.tr("No skip"), self.tr("Without skip connections")),
            ]
        )
        self._variant_text = label("", "muted", self)
        self._variant_text.setMinimumHeight(54)
        self._variant_text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.more = MoreSection(session, self)
        self.run_box = RunBox(session, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        inside = QWidget(self)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(8)
        layout.addWidget(self.enlarge)
        layout.addWidget(self.fill)
        layout.addSpacing(12)
        layout.addWidget(label(self.tr("Skip connections"), "heading", self))
        layout.addWidget(self.variants)
        layout.addWidget(self._variant_text)
        layout.addWidget(self.more)
        layout.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 16)
        outer.addLayout(_beside_margins(self.tasks))
        outer.addWidget(_scrolled(inside, self), 1)
        outer.addLayout(_beside_margins(self.run_box))

    def _connect(self) -> None:
        session = self._session
        self.tasks.picked.connect(self._pick_task)
        self.variants.picked.connect(lambda variant: session.set_options(variant=variant))
        session.options_changed.connect(self._show)
        session.facts_changed.connect(self._show_facts)
        self._show()
        self._show_facts()

    def _pick_task(self, task: str) -> None:
        self._session.set_options(task=task, mode="edit" if task == "inpaint" else self._session.options.mode)

    def _show(self) -> None:
        options = self._session.options
        self.tasks.show_value(options.task)
        show_one((self.enlarge, self.fill), self.fill if options.task == "inpaint" else self.enlarge)
        self.variants.show_value(options.variant)
        self._variant_text.setText(QCoreApplication.translate("TaskPanel", _VARIANT_TEXT[options.variant]))

    def _show_facts(self) -> None:
        facts = self._session.facts()
        for part in (self.tasks, self.enlarge, self.fill, self.variants, self.more):
            part.setEnabled("photo" in facts and "restoring" not in facts)


def _scrolled(inside: QWidget, parent: QWidget) -> QScrollArea:
    """A low window or a large scale shows the panel in part, and scrolls to the rest."""
    area = QScrollArea(parent)
    area.setObjectName("scrolled")
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _beside_margins(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(16, 0, 16, 0)
    row.addWidget(widget)
    return row

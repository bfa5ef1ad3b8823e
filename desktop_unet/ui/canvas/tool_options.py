"""The bar above the photo: what can be set for the tool in hand, and how the mask is shown.

Comes in: the session's options and settings. Goes out: verbs of the session and its masking.
"""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStackedWidget, QToolBar, QWidget

from desktop_unet.imaging.combining import COMBININGS
from desktop_unet.studio.options import LARGEST_BRUSH_PX, SMALLEST_BRUSH_PX, Mode, Options
from desktop_unet.ui.canvas.mask_look import MaskLook
from desktop_unet.ui.canvas.tools.table import PARTS
from desktop_unet.ui.look.fields import SliderField
from desktop_unet.ui.look.segments import Segments
from desktop_unet.ui.session.session import Session

_SIZE_STEPS = 200


class ToolOptions(QToolBar):
    """Shows the parts that the table has for the tool; what is for pens, once one was seen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("toolOptions")
        self.setAccessibleName(self.tr("Tool options"))
        self.brush_size = SliderField(
            self.tr("Size"), self.tr("Brush size ([ and ], or Ctrl and wheel)"), (0, _SIZE_STEPS), _px, size_at, step_of
        )
        self.hardness = SliderField(
            self.tr("Hardness"), self.tr("How much of the brush marks fully; the rest fades out"), (0, 100), _percent
        )
        self.pressure = QCheckBox(self.tr("Pressure changes size"))
        self.pressure.setToolTip(self.tr("The harder you press the pen, the wider it marks"))
        self.tolerance = SliderField(
            self.tr("Tolerance"), self.tr("How far a colour may be from the one you click"), (0, 255), str
        )
        self.connected = QCheckBox(self.tr("Connected"))
        self.connected.setToolTip(self.tr("Select only pixels connected to the one you click"))
        self.combining = self._combining()
        self.look = MaskLook(session)
        self._add_parts()
        self._connect()

    def _combining(self) -> Segments:
        made = Segments(self.tr("How it is combined with the mask"), self)
        texts = {
            "add": (self.tr("Add"), self.tr("Add to the mask (hold Shift)")),
            "subtract": (self.tr("Subtract"), self.tr("Subtract from the mask (hold Ctrl)")),
            "intersect": (self.tr("Intersect"), self.tr("Keep only what lies inside (hold Shift and Ctrl)")),
        }
        made.set_choices([(how, *texts[how]) for how in COMBININGS])
        made.setFixedWidth(made.sizeHint().width())
        return made

    def _add_parts(self) -> None:
        self.parts: dict[str, QWidget] = {
            "size": self.brush_size,
            "hardness": self.hardness,
            "pressure": self.pressure,
            "tolerance": self.tolerance,
            "connected": self.connected,
            "combining": self.combining,
        }
        self._actions = {name: self.addWidget(part) for name, part in self.parts.items()}
        stretch = QWidget(self)
        stretch.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(stretch)
        self.addWidget(self.look)

    def _connect(self) -> None:
        session, masking = self._session, self._session.masking
        self.brush_size.moved.connect(session.masking.set_brush_size)
        self.hardness.moved.connect(masking.set_hardness)
        self.pressure.toggled.connect(masking.set_pressure_sizes)
        self.tolerance.moved.connect(masking.set_tolerance)
        self.connected.toggled.connect(lambda is_on: session.set_options(is_connected=is_on))
        self.combining.picked.connect(lambda how: session.set_options(combining=how))
        session.watch(lambda state: (state.options, state.has_pen), self._show)

    def _show(self, now: tuple[Options, bool]) -> None:
        options, has_pen = now
        self.setEnabled(options.paints)
        for name, action in self._actions.items():
            is_useful = name != "pressure" or has_pen
            action.setVisible(is_useful and name in PARTS[options.tool])
        self.brush_size.show_value(options.brush_size_px)
        self.hardness.show_value(options.brush_hardness)
        self.pressure.setChecked(options.pressure_sizes)
        self.tolerance.show_value(options.tolerance)
        self.connected.setChecked(options.is_connected)
        self.combining.show_value(options.combining)


class BarAbovePhoto(QStackedWidget):
    """Tool options, the finder while it is open, or the bar for comparing; the photo keeps its place below.

    On a page without marks it is empty.
    """

    def __init__(
        self, session: Session, options: QWidget, finder: QWidget, comparing: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._options, self._finder, self._comparing = options, finder, comparing
        self._nothing = QWidget(self)
        self._nothing.setObjectName("nothing")
        self._nothing.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for bar in (options, finder, comparing, self._nothing):
            self.addWidget(bar)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        session.watch(lambda state: "photo" in state.holds, self.setVisible)
        session.watch(lambda state: (state.options.mode, state.finding is not None, state.options.paints), self._show)

    def _show(self, now: tuple[Mode, bool, bool]) -> None:
        """Tools do nothing while pictures are compared, nor where nothing is marked."""
        mode, is_finding, paints = now
        working = self._finder if is_finding else self._options if paints else self._nothing
        self.setCurrentWidget(self._comparing if mode != "edit" else working)


def _px(size: int) -> str:
    return f"{size} px"


def _percent(value: int) -> str:
    return f"{value} %"


def size_at(step: int) -> int:
    """Even steps of the slider multiply the size, so that small sizes are as easy to hit as large ones."""
    return round(SMALLEST_BRUSH_PX * math.pow(LARGEST_BRUSH_PX / SMALLEST_BRUSH_PX, step / _SIZE_STEPS))


def step_of(size_px: int) -> int:
    """The slider's step that is nearest to a size."""
    return round(_SIZE_STEPS * math.log(size_px / SMALLEST_BRUSH_PX) / math.log(LARGEST_BRUSH_PX / SMALLEST_BRUSH_PX))

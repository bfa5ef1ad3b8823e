"""Inside the U: the drawing, a level's strongest feature maps, and what one pixel of the result sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QScrollArea, QVBoxLayout, QWidget

from desktop_unet.studio.lab.scene import Inside
from desktop_unet.ui.lab.drawing import NetworkDrawing
from desktop_unet.ui.lab.lab_session import LabSession
from desktop_unet.ui.lab.pictures import PictureBox, Zoom, add_thumb, to_icon
from desktop_unet.ui.look.translation import SpokenNumber
from desktop_unet.ui.look.words import grouped

if TYPE_CHECKING:
    from desktop_unet.engine.lab.features import FeatureMap

MAP_PX = 110


class InsidePage(QWidget):
    """Needs nothing but the session; computed when it is in front."""

    def __init__(self, session: LabSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.drawing = NetworkDrawing(self)
        self.facts, self.maps_title, self.field_facts = QLabel(self), QLabel(self), QLabel(self)
        self.maps = QListWidget(self)
        self.zoom = Zoom(self)
        self.result = PictureBox(self.tr("Result; click a pixel"), self.zoom, self)
        self.field = PictureBox(self.tr("What this pixel sees"), self.zoom, self)
        self._lay_out()
        self.drawing.level_picked.connect(lambda level: session.set_options(level=level))
        self.result.clicked.connect(lambda row, column: session.set_options(pixel=(row, column)))
        session.inside_changed.connect(self._show)
        session.pictures_changed.connect(self._clear)

    def _lay_out(self) -> None:
        for label in (self.facts, self.field_facts, self.maps_title):
            label.setWordWrap(True)
        self.maps.setViewMode(QListWidget.ViewMode.IconMode)
        self.maps.setMovement(QListWidget.Movement.Static)
        self.maps.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.maps.setIconSize(QSize(MAP_PX, MAP_PX))
        self.maps.setAccessibleName(self.tr("Strongest feature maps"))
        self.maps.setToolTip(self.tr("Channel number, and how much it varies over the crop"))
        self.maps.setObjectName("thumbs")
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self.drawing)
        for part in (scroll.viewport(), self.drawing):
            part.setAutoFillBackground(False)  # what lies below has the page's colour
        left = QVBoxLayout()
        left.addWidget(scroll, 3)
        left.addWidget(self.facts)
        left.addWidget(self.maps_title)
        left.addWidget(self.maps, 2)
        right = QVBoxLayout()
        ask = QLabel(self.tr("Click a pixel of the result (all gates open):"), self)
        ask.setWordWrap(True)
        right.addWidget(ask)
        right.addWidget(self.result, 1)
        right.addWidget(self.field_facts)
        right.addWidget(self.field, 1)
        row = QHBoxLayout(self)
        row.addLayout(left, 3)
        row.addLayout(right, 2)

    def _clear(self) -> None:
        """What was of another crop or other networks goes."""
        if self.session.inside is None:
            self.maps.clear()
            for box in (self.result, self.field):
                box.show_pictures(None)

    def _show(self) -> None:
        found = self.session.inside
        if found is None:
            return
        level = min(self.session.options.level, len(found.anatomy.levels))
        self.drawing.show_anatomy(found.anatomy, level)
        self.facts.setText(self._sentences(found))
        self.maps_title.setText(
            self.tr("Feature maps of level {level} that vary most in this crop:").format(level=level)
        )
        self.maps.clear()
        for shown in found.maps:
            picture = (255 * shown.map_HW).round().astype(np.uint8)
            add_thumb(self.maps, to_icon(picture, 2 * MAP_PX), self._map_text(shown))
        self._show_field(found)

    def _map_text(self, shown: FeatureMap) -> str:
        return self.tr("channel {number}: {strength:.2f}").format(
            number=shown.channel, strength=SpokenNumber(shown.strength)
        )

    def _sentences(self, found: Inside) -> str:
        anatomy, blind = found.anatomy, found.blind
        text = self.tr(
            "{skips} numbers cross the skip connections and {bottleneck} the bottleneck; the picture has {out}. "
            "The network without skips has {blind} numbers in its bottleneck and nothing else."
        ).format(
            skips=grouped(anatomy.skip_numbers),
            bottleneck=grouped(anatomy.bottleneck_numbers),
            out=grouped(anatomy.output_numbers),
            blind=grouped(blind.bottleneck_numbers),
        )
        if blind.positions_cross:
            text += " " + self.tr("Unpooling also carries {count} positions across.").format(
                count=grouped(blind.position_numbers)
            )
        if anatomy.guess_is_added:
            text += " " + self.tr("The first guess (bicubic or a smooth fill) is added at the end.")
        return text

    def _show_field(self, found: Inside) -> None:
        field, (height, width) = found.field, found.result_HWC.shape[:2]
        self.result.show_pictures(found.result_HWC)
        mark = ((field.row + 0.5) / height, (field.column + 0.5) / width)
        self.result.set_mark(mark)
        self.field.show_pictures(found.field_HWC)
        self.field.set_mark(mark)
        self.field_facts.setText(
            self.tr(
                "This pixel depends on input up to {reach} px away ({noticeable} px noticeably); half of all influence "
                "lies within {half:.1f} px. Judging by the layers it could see {theory} px."
            ).format(
                reach=field.reach_px,
                noticeable=field.noticeable_reach_px,
                half=SpokenNumber(field.half_px),
                theory=field.theory_px,
            )
        )

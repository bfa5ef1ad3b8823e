"""The panel beside the photo: what to do, how, and how far it is.

Comes in: the session's options, facts and progress. Goes out: verbs of the session.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.engine.task import Variant
from desktop_unet.engine.task_table import INPAINT, UPSCALE
from desktop_unet.phrases import Phrase
from desktop_unet.studio.options import IN_STEPS
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.segments import Segments
from desktop_unet.ui.look.translation import QT_TRANSLATE_NOOP, phrase_text
from desktop_unet.ui.panel.enlarge_page import EnlargePage
from desktop_unet.ui.panel.fill_page import FillPage
from desktop_unet.ui.panel.more_section import MoreSection
from desktop_unet.ui.panel.restore_page import RestorePage
from desktop_unet.ui.panel.run_box import RunBox, show_one
from desktop_unet.ui.session.session import Session

WIDTH_PX = 276
_VARIANT_TEXT = {
    "skip": QT_TRANSLATE_NOOP("TaskPanel", "Fine detail of the photo crosses over directly."),
    "no-skip": QT_TRANSLATE_NOOP(
        "TaskPanel", "Everything passes through the narrow middle of the network; compare what is lost."
    ),
}


class TaskPanel(QFrame):
    """Task, its settings, the network, and Run."""

    def __init__(self, session: Session, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("panel")
        self.setAccessibleName(self.tr("Task"))
        self.setFixedWidth(WIDTH_PX)
        self.tasks = Segments(self.tr("Task"), self)
        self.tasks.set_choices(
            [
                (IN_STEPS, self.tr("Restore"), self.tr("Repair an old photo, in one go")),
                (UPSCALE.name, self.tr("Enlarge"), self.tr("More pixels, with detail")),
                (INPAINT.name, self.tr("Fill"), self.tr("Replace what you paint over")),
            ]
        )
        self.restore = RestorePage(session, self)
        self.enlarge, self.fill = EnlargePage(session, self), FillPage(session, actions, self)
        self._page_of: dict[str, QWidget] = {
            IN_STEPS: self.restore,
            UPSCALE.name: self.enlarge,
            INPAINT.name: self.fill,
        }
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
        self.more = MoreSection(session, actions, self)
        self.run_box = RunBox(session, actions, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.inside = inside = QWidget(self)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(8)
        for page in self._page_of.values():  # one is shown, and only that one takes room
            layout.addWidget(page)
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
        self.tasks.picked.connect(session.choose_task)
        self.variants.picked.connect(lambda variant: session.set_options(variant=variant))
        session.watch(lambda state: (state.options.task, state.options.variant), self._show)
        session.watch(lambda state: (state.options.variant, state.network.why_one_variant), self._show_variant)
        session.watch(lambda state: (state.can_choose, state.network.why_one_variant is None), self._show_choosable)

    def _show(self, chosen: tuple[str, Variant]) -> None:
        task, variant = chosen
        self.tasks.show_value(task)
        show_one(tuple(self._page_of.values()), self._page_of[task])
        self.variants.show_value(variant)

    def _show_variant(self, now: tuple[Variant, Phrase | None]) -> None:
        """What the variant is, or why there is none to choose."""
        variant, why_not = now
        what = QCoreApplication.translate("TaskPanel", _VARIANT_TEXT[variant])
        self._variant_text.setText(what if why_not is None else phrase_text(why_not))

    def _show_choosable(self, now: tuple[bool, bool]) -> None:
        is_choosable, has_variants = now
        for part in (self.tasks, self.restore, self.enlarge, self.fill, self.more):
            part.setEnabled(is_choosable)
        self.variants.setEnabled(is_choosable and has_variants)


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
    area.verticalScrollBar().setAccessibleName(QCoreApplication.translate("TaskPanel", "Rest of the panel"))
    return area


def _beside_margins(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(16, 0, 16, 0)
    row.addWidget(widget)
    return row

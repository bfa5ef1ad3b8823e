"""The panel beside the photo: what to do, how, and how far it is.

Comes in: the session's options, facts and progress. Goes out: verbs of the session.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.engine.task_table import INPAINT, UPSCALE
from desktop_unet.studio.options import CLEANING, IN_STEPS
from desktop_unet.ui.look.segments import Segments
from desktop_unet.ui.panel.clean_page import CleanPage
from desktop_unet.ui.panel.enlarge_page import EnlargePage
from desktop_unet.ui.panel.fill_page import FillPage
from desktop_unet.ui.panel.more_section import MoreSection
from desktop_unet.ui.panel.panel_area import PanelArea
from desktop_unet.ui.panel.restore_page import RestorePage
from desktop_unet.ui.panel.run_box import RunBox, show_one
from desktop_unet.ui.panel.tasks import TASK_TEXTS
from desktop_unet.ui.session.session import Session

WIDTH_PX = 276


class TaskPanel(QFrame):
    """What is to be done, its settings, what few people set, and Run."""

    def __init__(self, session: Session, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("panel")
        self.setAccessibleName(self.tr("Task"))
        self.setFixedWidth(WIDTH_PX)
        self.tasks = Segments(self.tr("Task"), self, columns=2)
        self.tasks.set_choices([(each.page, *each.translated) for each in TASK_TEXTS])
        self.restore = RestorePage(session, self)
        self.enlarge, self.clean = EnlargePage(session, self), CleanPage(session, self)
        self.fill = FillPage(session, actions, self)
        self._page_of: dict[str, QWidget] = {
            IN_STEPS: self.restore,
            UPSCALE.name: self.enlarge,
            CLEANING: self.clean,
            INPAINT.name: self.fill,
        }
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
        layout.addSpacing(4)
        layout.addWidget(self.more)
        layout.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 16)
        outer.addLayout(_beside_margins(self.tasks))
        self.area = PanelArea(inside, self)
        outer.addWidget(self.area, 1)
        outer.addLayout(_beside_margins(self.run_box))

    def _connect(self) -> None:
        session = self._session
        self.tasks.picked.connect(session.choose_task)
        session.watch(lambda state: state.options.task, self._show)
        session.watch(lambda state: state.can_choose, self._show_choosable)
        self._reveal_what_opens()

    def _reveal_what_opens(self) -> None:
        """What is opened is seen, also where the panel has no room for all."""
        opening = [(self.more.switch, self.more), (self.enlarge.target.switch, self.enlarge.target)]
        opening += [(row.fold, row) for row in self.restore.rows.values()]
        for switch, part in opening:
            switch.toggled.connect(lambda is_on, part=part: self.area.reveal(part) if is_on else None)
        others = self.fill.others
        self._session.other_fills.changed.connect(lambda: self.area.reveal(others) if others.shown else None)

    def _show(self, task: str) -> None:
        self.tasks.show_value(task)
        show_one(tuple(self._page_of.values()), self._page_of[task])

    def _show_choosable(self, is_choosable: bool) -> None:
        for part in (self.tasks, *self._page_of.values(), self.more):
            part.setEnabled(is_choosable)


def _beside_margins(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(16, 0, 16, 0)
    row.addWidget(widget)
    return row

"""The panel's page for enlarging: how many times, how it looks, and how much damage to expect.

Comes in: the session's options, networks and the strength found. Goes out: verbs of the session.
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_unet.studio.options import CLEAN_UP
from desktop_unet.studio.state import Sizes, State
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.segments import Segments
from desktop_unet.ui.look.translation import phrase_text
from desktop_unet.ui.panel.look_box import LookBox
from desktop_unet.ui.panel.strength_box import StrengthBox
from desktop_unet.ui.panel.target_box import TargetBox
from desktop_unet.ui.session.session import Session


class EnlargePage(QWidget):
    """How many times larger, and how much damage to expect."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.scales = Segments(self.tr("Size"), self)
        self._sizes = label("", "muted", self)
        self.target = TargetBox(session, self)
        self.look = LookBox(session, self)
        self.strength = StrengthBox(session, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label(self.tr("Size"), "heading", self))
        layout.addWidget(self.scales)
        layout.addWidget(self._sizes)
        layout.addWidget(self.target)
        layout.addSpacing(4)
        layout.addWidget(self.look)
        layout.addSpacing(4)
        layout.addWidget(self.strength)
        layout.addStretch(1)
        self.scales.picked.connect(lambda scale: session.set_options(scale=scale, target=None))
        session.watch(lambda state: state.scales, self._show_scales)
        session.watch(_scale_used, self.scales.show_value)
        session.watch(lambda state: state.sizes, self._show_sizes)

    def _show_scales(self, scales: tuple[int, ...]) -> None:
        tip = self.tr("{0} times the height and width")
        self.scales.set_choices([(scale, f"×{scale}", tip.format(scale)) for scale in scales if scale != CLEAN_UP])
        self.scales.show_value(_scale_used(self._session.state))

    def _show_sizes(self, sizes: Sizes) -> None:
        self._sizes.setVisible(sizes.target is None)
        if sizes.text is not None:
            self._sizes.setText(phrase_text(sizes.text))


def _scale_used(state: State) -> int:
    """The chosen one, or the one by which an exact size is reached."""
    return state.sizes.reached_at if state.sizes.reached_at is not None else state.options.scale

"""The page of the window on which pictures are compared: one of the views, and the bar that stands above it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_unet.ui.compare.bar import CompareBar
from desktop_unet.ui.compare.columns import FourUp, SideBySide
from desktop_unet.ui.compare.panes import DifferencePane, OnePane
from desktop_unet.ui.compare.slider import SliderPane
from desktop_unet.ui.session.session import Session

IN_PLACE = ("slider", "flip", "difference")
"""Views of one pane, in which A can be seen in place."""


class ComparePage(QWidget):
    """Shows the view that the session's mode names; ``bar`` is for whoever lays it out."""

    def __init__(self, session: Session, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = CompareBar(session, actions, self)
        self.views: dict[str, QWidget] = {
            "slider": SliderPane(session, self),
            "side": SideBySide(session, self),
            "four": FourUp(session, self),
            "flip": OnePane(session, lambda compared: compared.b, "B", self),
            "difference": DifferencePane(session, self),
        }
        self.stack = QStackedWidget(self)
        for view in self.views.values():
            self.stack.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.stack)

    def show_view(self, mode: str) -> None:
        """Bring a view to the front and give it the keys."""
        view = self.views[mode]
        if self.stack.currentWidget() is not view:
            self.stack.setCurrentWidget(view)
        (view.focusProxy() or view).setFocus()

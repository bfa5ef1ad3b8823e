"""The tools beside the photo, one under the other."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QToolBar, QWidget

from desktop_unet.ui.canvas.tools.table import TOOLS
from desktop_unet.ui.look.stylesheet import style_again
from desktop_unet.ui.session.session import Session


class ToolStrip(QToolBar):
    """A button per tool; stays where it is in every view, so that the photo does not jump."""

    def __init__(self, session: Session, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolStrip")
        self.setAccessibleName(self.tr("Mask tools"))
        self.setOrientation(Qt.Orientation.Vertical)
        for name in TOOLS:
            action = actions[f"tool:{name}"]
            self.addAction(action)
            button = self.widgetForAction(action)
            button.setAccessibleName(action.text().replace("&", ""))
            button.setAccessibleDescription(action.toolTip())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # A tool bar takes its margins when it is made, before it has the name that the style sheet knows.
        style_again(self)
        QApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))
        session.watch(lambda state: "photo" in state.holds, self.setVisible)

"""The slider that grows or shrinks what is marked, and back again."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_unet.ui.look.fields import SliderField
from desktop_unet.ui.session.mask_growth import MOST_PX
from desktop_unet.ui.session.session import Session

translate = QCoreApplication.translate


class GrowthField(SliderField):
    """Stands in the middle while the mask is as it was painted."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("GrowthField", "Grow"),
            translate("GrowthField", "Grow or shrink what is marked; in the middle it is as you painted it"),
            (-MOST_PX, MOST_PX),
            _told,
            parent=parent,
        )
        self._growth = session.mask_growth
        self.moved.connect(self._growth.set)
        self._growth.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.show_value(self._growth.px)
        self.setEnabled(self._growth.can_start)


def _told(px: int) -> str:
    return f"{px:+d} px" if px else "0 px"

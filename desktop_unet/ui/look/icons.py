"""Our own SVG icons, drawn in the colour of the text around them.

Comes in: a name in ``resources/icons``. Goes out: a ``QIcon`` sharp at 100 to 300 %.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_unet.paths import resources_dir

SIDE_PX = 20
"""Of an icon in a tool bar, in logical pixels."""


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def icon(name: str, colour: str, faint: str, selected: str | None = None) -> QIcon:
    """The icon in ``colour`` (``#rrggbb``), sharp on the finest screen.

    In ``faint`` where it is disabled, and in ``selected`` in the row of a list that is selected.
    """
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    made = QIcon(pixmap(name, colour, SIDE_PX, ratio))
    made.addPixmap(pixmap(name, faint, SIDE_PX, ratio), QIcon.Mode.Disabled)
    if selected is not None:
        made.addPixmap(pixmap(name, selected, SIDE_PX, ratio), QIcon.Mode.Selected)
    return made


def pixmap(name: str, colour: str, side_px: int, ratio: float) -> QPixmap:
    """One picture of an icon, ``side_px`` logical pixels wide."""
    drawn = QPixmap(round(side_px * ratio), round(side_px * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn

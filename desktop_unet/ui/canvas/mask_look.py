"""How the mask is shown: a button with a menu of colours and an opacity."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton, QWidget, QWidgetAction

from desktop_unet.ui.look.fields import SliderField
from desktop_unet.ui.look.theme import mask_colour, shown_theme
from desktop_unet.ui.look.translation import QT_TRANSLATE_NOOP
from desktop_unet.ui.session.session import Session

_SIDE_PX = 18
_NAMES = {
    "theme": QT_TRANSLATE_NOOP("MaskLook", "Pink"),
    "red": QT_TRANSLATE_NOOP("MaskLook", "Red"),
    "orange": QT_TRANSLATE_NOOP("MaskLook", "Orange"),
    "yellow": QT_TRANSLATE_NOOP("MaskLook", "Yellow"),
    "green": QT_TRANSLATE_NOOP("MaskLook", "Green"),
    "blue": QT_TRANSLATE_NOOP("MaskLook", "Blue"),
    "white": QT_TRANSLATE_NOOP("MaskLook", "White"),
}


class MaskLook(QToolButton):
    """Shows the colour that the mask has, and lets another be picked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._colour = ""  # before anything can be asked to draw it
        super().__init__(parent)
        self._session = session
        self.setText(self.tr("Mask colour"))
        self.setAccessibleName(self.tr("Mask colour and opacity"))
        self.setToolTip(self.tr("Colour and opacity of the mask on screen"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.colours = self._make_colours()
        self.opacity = SliderField(
            self.tr("Opacity"), self.tr("How much of the photo the mask hides"), (10, 100), lambda value: f"{value} %"
        )
        menu = QMenu(self)
        menu.addActions(list(self.colours.values()))
        menu.addSeparator()
        slider = QWidgetAction(menu)
        slider.setDefaultWidget(self.opacity)
        menu.addAction(slider)
        self.setMenu(menu)
        self.opacity.moved.connect(lambda percent: session.masking.set_look(mask_opacity=percent))
        session.watch(lambda state: (state.marking.colour, state.marking.opacity), self._show)

    def _make_colours(self) -> dict[str, QAction]:
        group, made = QActionGroup(self), {}
        for name, text in _NAMES.items():
            action = QAction(QCoreApplication.translate("MaskLook", text), group)
            action.setCheckable(True)
            action.triggered.connect(lambda *_, name=name: self._session.masking.set_look(mask_colour=name))
            made[name] = action
        return made

    def _show(self, now: tuple[str, int]) -> None:
        self._colour, opacity = now
        self.colours[self._colour].setChecked(True)
        self.opacity.show_value(opacity)
        self._draw()

    def _draw(self) -> None:
        """In the colours of the theme."""
        theme = shown_theme()
        for name, action in self.colours.items():
            action.setIcon(self._swatch(mask_colour(theme, name, 100)))
        self.setIcon(self._swatch(mask_colour(theme, self._colour, 100)))

    def _swatch(self, colour: QColor) -> QIcon:
        ratio = self.devicePixelRatioF()
        drawn = QPixmap(round(_SIDE_PX * ratio), round(_SIDE_PX * ratio))
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(shown_theme().muted))
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(2, 2, _SIDE_PX - 4, _SIDE_PX - 4))
        painter.end()
        return QIcon(drawn)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._colour:
            self._draw()

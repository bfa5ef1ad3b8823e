"""The line at the bottom: the photo's details, the value under the pointer, zoom, network and device."""

from __future__ import annotations

from weakref import ref

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from desktop_unet.document.strokes import Point
from desktop_unet.engine.task import Result, Step
from desktop_unet.imaging.photo import Photo
from desktop_unet.ui.look.translation import phrase_text, step_text
from desktop_unet.ui.session.session import Session


class StatusLine(QStatusBar):
    """Listens to the session; says "auto" of the device until the engine has named it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._device = session.settings.device
        self._card = ""
        self._shown: ref[Photo] | None = None
        self.setSizeGripEnabled(False)
        self.photo_size, self.zoom = self._field(self.tr("Photo size")), self._field(self.tr("Zoom"))
        self.value = self._field(self.tr("Value under the pointer"))
        self.network, self.device = self._field(self.tr("Network")), self._field(self.tr("Device"))
        self.addWidget(self.photo_size)
        self.addWidget(self.zoom)
        self.addWidget(self.value)
        self.addPermanentWidget(self.network)
        self.addPermanentWidget(self.device)
        self._connect()
        self._show()

    def _field(self, name: str) -> QLabel:
        field = QLabel(self)
        field.setAccessibleName(name)
        field.setToolTip(name)
        return field

    def _connect(self) -> None:
        session = self._session
        for signal in (session.photo_changed, session.view.changed):
            signal.connect(self._show)
        session.watch(lambda state: state.card, lambda _card: self._show())
        session.restorer.engine_answered.connect(self._take_result)
        session.awaited.progressed.connect(self._show_step)
        session.pointed.connect(self._show_value)

    def _show_step(self, step: Step | None) -> None:
        """Before there is a photo there is no panel to say what goes on."""
        if self._session.document is None:
            self.photo_size.setText(f"{step_text(step)}…" if step is not None else "")

    def _take_result(self, result: Result) -> None:
        self._device, self._card = f"{result.device}, {result.precision}", result.card
        self._show()

    def _show_photo(self, photo: Photo) -> None:
        if self._shown is None or photo is not self._shown():
            self._shown = ref(photo)  # a photo that is let go must not stay in memory for this
            self.photo_size.setText(" · ".join(photo_details(photo)))
            self.value.clear()

    def _show_value(self, point: Point | None) -> None:
        photo = self._session.document.photo if self._session.document is not None else None
        self.value.setText(value_at(photo, point) if photo is not None and point is not None else "")

    def _show(self) -> None:
        document = self._session.document
        if document is not None:
            self._show_photo(document.photo)
            self.zoom.setText(f"{self._session.view.zoom * 100:.0f} %")
        card = self._session.state.card or self._card
        self.network.setText(self.tr("Network: {0}").format(card) if card else "")
        device = self.tr("auto") if self._device == "auto" else self._device
        self.device.setText(self.tr("Device: {0}").format(device))


def photo_details(photo: Photo) -> list[str]:
    """Size, and what is not as usual: depth, gray, alpha, profile."""
    from desktop_unet.imaging.profile import SRGB, profile_name

    details = [f"{photo.width} × {photo.height} px"]
    if photo.depth_bits != 8:
        details.append(QCoreApplication.translate("StatusLine", "{bits} bit").format(bits=photo.depth_bits))
    if photo.is_gray:
        details.append(QCoreApplication.translate("StatusLine", "gray"))
    if not photo.is_opaque:
        details.append(QCoreApplication.translate("StatusLine", "transparency"))
    name = profile_name(photo)
    return details if name == SRGB else [*details, phrase_text(name)]


def value_at(photo: Photo, point: Point) -> str:
    """Place and value of the pixel at a point, in the file's own values; nothing beside the photo."""
    row, column = int(point[0] // 1), int(point[1] // 1)
    if not (0 <= row < photo.height and 0 <= column < photo.width):
        return ""
    values = [int(value) for value in photo.pixels[row, column]]
    shown = f"{values[0]}" if photo.is_gray else " ".join(map(str, values))
    alpha = f" · A {int(photo.alpha[row, column])}" if photo.alpha is not None else ""
    return f"x {column}, y {row} · {'' if photo.is_gray else 'RGB '}{shown}{alpha}"

"""The line at the bottom: photo size, zoom, network and device."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from desktop_unet.engine.task import Result, Step
from desktop_unet.ui.session import Session
from desktop_unet.ui.translation import step_text


class StatusLine(QStatusBar):
    """Listens to the session; says "auto" of the device until the engine has named it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._device = session.settings.device
        self._card = ""
        self.setSizeGripEnabled(False)
        self.size, self.zoom = self._field(self.tr("Photo size")), self._field(self.tr("Zoom"))
        self.network, self.device = self._field(self.tr("Network")), self._field(self.tr("Device"))
        self.addWidget(self.size)
        self.addWidget(self.zoom)
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
        for signal in (session.photo_changed, session.options_changed, session.networks_changed, session.view.changed):
            signal.connect(self._show)
        session.restorer.engine_answered.connect(self._take_result)
        session.awaited.progressed.connect(self._show_step)

    def _show_step(self, step: Step | None) -> None:
        """Before there is a photo there is no panel to say what goes on."""
        if self._session.document is None:
            self.size.setText(f"{step_text(step)}…" if step is not None else "")

    def _take_result(self, result: Result) -> None:
        self._device, self._card = f"{result.device}, {result.precision}", result.card
        self._show()

    def _show(self) -> None:
        document, options = self._session.document, self._session.options
        if document is not None:
            photo = document.photo
            depth = "" if photo.depth_bits == 8 else " · " + self.tr("{0} bit").format(photo.depth_bits)
            self.size.setText(f"{photo.width} × {photo.height} px{depth}")
            self.zoom.setText(f"{self._session.view.zoom * 100:.0f} %")
        card = self._session.networks.cards.get((options.task, options.variant), self._card)
        self.network.setText(self.tr("Network: {0}").format(card) if card else "")
        self.device.setText(self.tr("Device: {0}").format(self._device))

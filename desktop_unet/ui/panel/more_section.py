"""Settings that most people never touch, folded away: skip connections, which network, what computes, how precisely.

Comes in: the session's settings, networks and devices. Goes out: verbs of the session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop_unet.engine.task import Quality, Variant
from desktop_unet.studio.state import NetworkChoice, OnlyMarked
from desktop_unet.ui.look.fields import NameCombo, level_labels
from desktop_unet.ui.look.translation import QT_TRANSLATE_NOOP
from desktop_unet.ui.panel.variant_box import VariantBox
from desktop_unet.ui.session.session import Session

PRECISIONS = (
    ("auto", QT_TRANSLATE_NOOP("More", "Automatic")),
    ("fp32", QT_TRANSLATE_NOOP("More", "fp32: exact")),
    ("bf16", QT_TRANSLATE_NOOP("More", "bf16: faster on devices that support it")),
    ("fp16", QT_TRANSLATE_NOOP("More", "fp16: faster on a GPU")),
)


class MoreSection(QWidget):
    """A line that opens to the rest."""

    def __init__(self, session: Session, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._add_network = session, actions["add_network"]
        self.switch = QToolButton(self)
        self.switch.setObjectName("fold")
        self.switch.setCheckable(True)
        self.switch.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.switch.setArrowType(Qt.ArrowType.RightArrow)
        self.switch.setAccessibleName(self.tr("More settings"))
        self.inside = QWidget(self)
        self.skips = VariantBox(session, actions, self.inside)
        self.only_mask = QCheckBox(self.tr("&Only what is marked"), self.inside)
        self.only_mask.setToolTip(self.tr("Use the network only where the mask marks the photo"))
        self.best = QCheckBox(self.tr("&Best quality, 8 times the time"), self.inside)
        self.best.setToolTip(self.tr("The mean over eight views of the photo, turned and mirrored"))
        self.network = self._combo(self.tr("Network"))
        self.remove = QToolButton(self.inside)
        self.remove.setText("✕")
        self.remove.setAccessibleName(self.tr("Remove from the list"))
        self.remove.setToolTip(self.tr("Take this network off the list; its file stays where it is"))
        self.device, self.precision = self._combo(self.tr("Device")), self._combo(self.tr("Precision"))
        for name, text in PRECISIONS:
            self.precision.addItem(QCoreApplication.translate("More", text), name)
        self._lay_out()
        self._connect()
        self._open(False)

    def _combo(self, name: str) -> QComboBox:
        return NameCombo(name, 10, self.inside)

    def _lay_out(self) -> None:
        self._form = form = QFormLayout(self.inside)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.only_mask)
        form.addRow(self.best)
        self._network_row = QWidget(self.inside)
        row = QHBoxLayout(self._network_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.network, 1)
        row.addWidget(self.remove)
        form.addRow(self.skips)
        form.addRow(self.tr("Network"), self._network_row)
        form.addRow(self.tr("Device"), self.device)
        form.addRow(self.tr("Precision"), self.precision)
        level_labels(form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.switch)
        layout.addWidget(self.inside)

    def _connect(self) -> None:
        session = self._session
        self.switch.toggled.connect(self._open)
        self.only_mask.clicked.connect(lambda is_on: session.set_options(only_mask=is_on))
        self.best.clicked.connect(lambda is_on: session.set_options(quality="best" if is_on else "good"))
        self.network.activated.connect(self._take_network)
        self.remove.clicked.connect(lambda: session.network_files.remove(self.network.currentData()))
        self.device.activated.connect(self._take_device)
        self.precision.activated.connect(self._take_precision)
        session.watch(lambda state: state.network, self._show_networks)
        session.watch(lambda state: state.options.variant, self._show_title)
        session.watch(lambda state: (state.devices, state.device), self._show_devices)
        session.watch(lambda state: state.precision, self._show_precision)
        session.watch(lambda state: state.only_marked, self._show_only_marked)
        session.watch(lambda state: (state.network.is_shown, state.options.quality), self._show_quality)

    def _open(self, is_open: bool) -> None:
        self.inside.setVisible(is_open)
        self.switch.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)

    def _show_title(self, variant: Variant) -> None:
        """What is not as usual shows also while it is folded away."""
        self.switch.setText(self.tr("More") if variant == "skip" else self.tr("More (no skip connections)"))

    def _take_network(self, number: int) -> None:
        path = self.network.itemData(number)
        if path is None:
            self._show_networks(self._session.state.network)  # the list's last line is no choice
            self._add_network.trigger()
        else:
            self._session.network_files.choose(path)

    def _take_device(self, number: int) -> None:
        self._session.set_settings(replace(self._session.settings, device=self.device.itemData(number)))

    def _take_precision(self, number: int) -> None:
        self._session.set_settings(replace(self._session.settings, precision=self.precision.itemData(number)))

    def _show_networks(self, now: NetworkChoice) -> None:
        self._form.setRowVisible(self._network_row, now.is_shown)
        self.network.clear()
        self.network.addItem(self.tr("The program's own"), "")
        for path, name in now.files:
            self.network.addItem(name, path)
            self.network.setItemData(self.network.count() - 1, path, Qt.ItemDataRole.ToolTipRole)
        self.network.addItem(self.tr("Add a network file…"))
        self.network.setCurrentIndex(max(0, self.network.findData(now.chosen)))
        self.remove.setVisible(bool(now.chosen))

    def _show_devices(self, now: tuple[tuple[tuple[str, str], ...], str]) -> None:
        devices, chosen = now
        self.device.clear()
        for name, text in (("auto", self.tr("Automatic")), *devices):
            self.device.addItem(text, name)
            self.device.setItemData(self.device.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        self.device.setCurrentIndex(self.device.findData(chosen))

    def _show_precision(self, chosen: str) -> None:
        self.precision.setCurrentIndex(self.precision.findData(chosen))

    def _show_quality(self, now: tuple[bool, Quality]) -> None:
        is_enlarging, quality = now
        self.best.setVisible(is_enlarging)
        self.best.setChecked(quality == "best")

    def _show_only_marked(self, now: OnlyMarked) -> None:
        self.only_mask.setVisible(now.is_shown)
        self.only_mask.setChecked(now.is_on)

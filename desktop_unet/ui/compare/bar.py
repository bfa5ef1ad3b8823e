"""Above the comparing views: how to compare, which two, and how close they are.

Comes in: the session's comparison and options. Goes out: verbs of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QPushButton, QSlider, QToolButton, QWidget

from desktop_unet.studio.options import LARGEST_GAIN, Mode
from desktop_unet.studio.renditions import Compared, Side
from desktop_unet.ui.look.fields import NameCombo
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.segments import Segments
from desktop_unet.ui.look.translation import QT_TRANSLATE_NOOP, number_text
from desktop_unet.ui.session.session import Session

if TYPE_CHECKING:
    from desktop_unet.imaging.scoring import Scores

VIEWS = (
    ("slider", QT_TRANSLATE_NOOP("Compare", "Slider"), QT_TRANSLATE_NOOP("Compare", "A left of a line, B right of it")),
    ("side", QT_TRANSLATE_NOOP("Compare", "Two"), QT_TRANSLATE_NOOP("Compare", "A and B side by side")),
    ("four", QT_TRANSLATE_NOOP("Compare", "Four"), QT_TRANSLATE_NOOP("Compare", "Up to four side by side")),
    ("flip", QT_TRANSLATE_NOOP("Compare", "Flip"), QT_TRANSLATE_NOOP("Compare", "B in place; hold the A key to see A")),
    (
        "difference",
        QT_TRANSLATE_NOOP("Compare", "Difference"),
        QT_TRANSLATE_NOOP("Compare", "How much A and B differ, amplified"),
    ),
)

_BESIDE_NAME_PX, _NAME_PX = 50, 240


class CompareBar(QWidget):
    """One row: views, pickers for A and B, and what belongs to the view that is shown.

    Where the row has no room for five buttons beside the names of both pictures, they fold to one with a menu.
    """

    def __init__(self, session: Session, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compareBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session, self._actions = session, actions
        translate = QCoreApplication.translate
        self.views = Segments(self.tr("How to compare"), self)
        self.views.set_choices(
            [(name, translate("Compare", text), translate("Compare", tip)) for name, text, tip in VIEWS]
        )
        self.folded = self._folded()
        self.pickers: dict[Side, QComboBox] = {side: self._picker(side) for side in ("a", "b")}
        self.swap = QToolButton(self)
        self.swap.setText("⇄")
        self.swap.setToolTip(self.tr("Exchange A and B"))
        self.swap.setAccessibleName(self.tr("Exchange A and B"))
        self.hold = QPushButton(self.tr("Hold for A"), self)
        self.hold.setToolTip(self.tr("Shows A while you hold this or the A key"))
        self.gain = QSlider(Qt.Orientation.Horizontal, self)
        self.gain.setRange(1, LARGEST_GAIN)
        self.gain.setFixedWidth(110)
        self.gain.setAccessibleName(self.tr("Gain of the difference"))
        self.gain.setToolTip(self.tr("How much the difference is amplified"))
        self.gain_text = label("", "muted", self)
        self.scores = label("", "muted", self)
        self.scores.setWordWrap(False)
        self._lay_out()
        self._connect()

    def _folded(self) -> QToolButton:
        """The views as one button."""
        button, menu = QToolButton(self), QMenu(self)
        button.setObjectName("folded")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAccessibleName(self.tr("How to compare"))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu.addActions([self._actions[f"mode:{name}"] for name, _text, _tip in VIEWS])
        button.setMenu(menu)
        button.hide()
        return button

    def _picker(self, side: Side) -> QComboBox:
        picker = NameCombo(self.tr("Picture {0}").format(side.upper()), 7, self)
        picker.activated.connect(lambda number: self._pick(side, number))
        return picker

    def _lay_out(self) -> None:
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(6)
        row.addWidget(self.views)
        row.addWidget(self.folded)
        letters = {side: QLabel(side.upper(), self) for side in self.pickers}
        pair = (letters["a"], self.pickers["a"], self.swap, letters["b"], self.pickers["b"])
        self._rest = (*pair, self.hold, self.gain, self.gain_text, self.scores)
        for part in self._rest:
            row.addWidget(part, int(isinstance(part, QComboBox)))

    # --- folding ---------------------------------------------------------------------------

    def _fold(self) -> None:
        """Show five buttons where they have room beside the rest."""
        for picker in self.pickers.values():  # the longer name has more of the row
            self._row.setStretchFactor(picker, _name_room(picker))
        names_px = sum(_name_room(picker) - picker.minimumSizeHint().width() for picker in self.pickers.values())
        is_tight = self.width() < self._width_with(self.views) + names_px
        self.views.setVisible(not is_tight)
        self.folded.setVisible(is_tight)

    def _width_with(self, views: QWidget) -> int:
        """What the row needs with the views shown as this."""
        shown = [each for each in self._rest if not each.isHidden()]
        margins, gaps = self._row.contentsMargins(), self._row.spacing() * len(shown)
        widths = [each.minimumSizeHint().width() for each in shown if each is not self.gain]
        widths += [self.gain.width()] * (not self.gain.isHidden())
        return views.sizeHint().width() + sum(widths) + gaps + margins.left() + margins.right()

    def minimumSizeHint(self) -> QSize:
        """Folded: five buttons must not keep the window from getting narrower."""
        return QSize(self._width_with(self.folded), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    # --- listening -------------------------------------------------------------------------

    def _connect(self) -> None:
        session = self._session
        self.views.picked.connect(lambda mode: self._actions[f"mode:{mode}"].trigger())
        self.swap.clicked.connect(self._actions["swap"].trigger)
        self.hold.pressed.connect(lambda: session.flip(True))
        self.hold.released.connect(lambda: session.flip(False))
        self.gain.valueChanged.connect(lambda gain: session.set_options(gain=gain))
        session.watch(lambda state: (state.options.mode, state.options.gain), self._show_view)
        session.watch(lambda state: state.compared, self._show_pictures)
        session.watch(lambda state: state.scores, self._show_scores)

    def _pick(self, side: Side, number: int) -> None:
        self._session.comparison.pick(side, self._session.state.compared.renditions[number])

    def _show_view(self, chosen: tuple[Mode, int]) -> None:
        mode, gain = chosen
        self.views.show_value(mode)
        self.hold.setVisible(mode == "flip")
        for part in (self.gain, self.gain_text):
            part.setVisible(mode == "difference")
        self.gain.setValue(gain)
        self.gain_text.setText(f"×{gain}")
        texts = {name: QCoreApplication.translate("Compare", text) for name, text, _tip in VIEWS}
        self.folded.setText(texts.get(mode, ""))
        self._fold()

    def _show_pictures(self, compared: Compared) -> None:
        names = [rendition.name for rendition in compared.renditions]
        for picker, chosen in ((self.pickers["a"], compared.a), (self.pickers["b"], compared.b)):
            picker.clear()
            picker.addItems(names)
            picker.setCurrentIndex(compared.renditions.index(chosen) if chosen is not None else -1)
            picker.setToolTip(picker.currentText())
        self._fold()

    def _show_scores(self, scores: Scores | None) -> None:
        if scores is not None:
            self.scores.setText(f"PSNR {number_text(scores.psnr, 2)} dB · SSIM {number_text(scores.ssim, 4)}")
        self.scores.setVisible(scores is not None)
        self._fold()


def _name_room(picker: QComboBox) -> int:
    """How wide a picker is that shows its name whole, or enough of it; at least its minimum."""
    name_px = picker.fontMetrics().horizontalAdvance(picker.currentText()) + _BESIDE_NAME_PX
    return max(picker.minimumSizeHint().width(), min(name_px, _NAME_PX))

"""With or without skip connections: which network works, and what that means.

Comes in: the session's variant, and why there may be no choice. Goes out: verbs of the session.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_unet.engine.task import Variant
from desktop_unet.phrases import Phrase
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.segments import Segments
from desktop_unet.ui.look.translation import QT_TRANSLATE_NOOP, phrase_text
from desktop_unet.ui.session.session import Session

_TEXTS = {
    "skip": QT_TRANSLATE_NOOP("VariantBox", "Fine detail of the photo crosses over directly."),
    "no-skip": QT_TRANSLATE_NOOP(
        "VariantBox", "Everything passes through the narrow middle of the network; compare what is lost."
    ),
}


class VariantBox(QWidget):
    """The choice, a sentence on it, and the way to the lab."""

    def __init__(self, session: Session, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.variants = Segments(self.tr("Skip connections"), self)
        self.variants.set_choices(
            [
                ("skip", self.tr("Skip"), self.tr("With skip connections")),
                ("no-skip", self.tr("No skip"), self.tr("Without skip connections")),
            ]
        )
        self.text = label("", "muted", self)
        self.lab = QPushButton(self.tr("See what they do…"), self)
        self.lab.setToolTip(self.tr("Opens the skip lab: each skip connection turned down on your own photo"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(label(self.tr("Skip connections"), "heading", self))
        layout.addWidget(self.variants)
        layout.addWidget(self.text)
        layout.addWidget(self.lab)
        self.variants.picked.connect(lambda variant: session.set_options(variant=variant))
        self.lab.clicked.connect(actions["skip_lab"].trigger)
        session.watch(lambda state: (state.options.variant, state.network.why_one_variant), self._show)

    def _show(self, now: tuple[Variant, Phrase | None]) -> None:
        """What the variant is, or why there is none to choose."""
        variant, why_not = now
        self.variants.show_value(variant)
        self.variants.setEnabled(why_not is None)
        what = QCoreApplication.translate("VariantBox", _TEXTS[variant])
        self.text.setText(what if why_not is None else phrase_text(why_not))

"""What each action of the Mask menu does.

Comes in: triggered actions. Goes out: verbs of the session's masking, after questions where a
question is due.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_unet.ui.look.translation import QT_TRANSLATE_NOOP
from desktop_unet.ui.window.actions import Verb
from desktop_unet.ui.window.folders import opening_folder

if TYPE_CHECKING:
    from desktop_unet.document.document import Document
    from desktop_unet.ui.session.session import Session
    from desktop_unet.ui.window.questions import Questions

_QUESTIONS = {
    "grow": QT_TRANSLATE_NOOP("Masks", "Grow the mask by"),
    "shrink": QT_TRANSLATE_NOOP("Masks", "Shrink the mask by"),
    "feather": QT_TRANSLATE_NOOP("Masks", "Soften the mask's edge over"),
}


class MaskCommands:
    """The part of ``MenuCommands`` that is about the mask."""

    _session: Session
    dialogs: Questions
    _pixels_before = 4

    @property
    def mask_verbs(self) -> dict[str, Verb]:
        """By the names in the table in ``actions.py``."""
        session = self._session
        return {
            "tool": session.masking.take_tool,
            "brush_size": lambda direction: session.masking.step_brush_size(int(direction)),
            "clear_mask": session.masking.clear,
            "clear_sampling": session.masking.clear_sampling,
            "invert_mask": lambda: session.masking.shape("invert"),
            "shape_mask": self.shape_mask,
            "find_scratches": session.finder.open,
            "load_mask": self.load_mask,
            "save_mask": self.save_mask,
        }

    def shape_mask(self, how: str) -> None:
        """Grow, shrink or feather; the number that was given last is suggested."""
        px = self.dialogs.ask_pixels(QCoreApplication.translate("Masks", _QUESTIONS[how]), self._pixels_before)
        if px is not None:
            self._pixels_before = px
            self._session.masking.shape(how, px)

    def load_mask(self) -> None:
        document = self._session.document
        path = None if document is None else self.dialogs.ask_mask(str(self._mask_path(document).parent))
        if path is not None:
            self._session.masking.load(path)

    def save_mask(self) -> None:
        document = self._session.document
        path = None if document is None else self.dialogs.ask_save_mask(self._mask_path(document))
        if path is not None:
            self._session.masking.save(path)

    def _mask_path(self, document: Document) -> Path:
        """Beside the photo, as "photo-mask.png"."""
        source = document.original.source
        if source is None:
            return opening_folder(self._session.settings) / "mask.png"
        return source.with_name(f"{source.stem}-mask.png")

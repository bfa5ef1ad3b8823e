"""What was done, in order, and how to take it back.

Comes in: edits from ``document.py``. Goes out: the edit to undo or redo, and its name for
the menu. An edit changes the document both ways and says which part of the mask it touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from desktop_unet.imaging.geometry import Rect

if TYPE_CHECKING:
    from desktop_unet.document.document import Document


class Edit(Protocol):
    """One step of the user's; ``undo`` and ``redo`` return the touched box of the mask."""

    @property
    def name(self) -> str: ...

    def undo(self, document: Document) -> Rect: ...

    def redo(self, document: Document) -> Rect: ...


class History:
    """Two stacks of edits: done, and taken back."""

    def __init__(self) -> None:
        self._done: list[Edit] = []
        self._undone: list[Edit] = []

    @property
    def undo_name(self) -> str | None:
        """Name of the edit that ``undo`` would take back; None when there is none."""
        return self._done[-1].name if self._done else None

    @property
    def redo_name(self) -> str | None:
        return self._undone[-1].name if self._undone else None

    def add(self, edit: Edit) -> None:
        """Note an edit that has been done; what was taken back before is forgotten."""
        self._done.append(edit)
        self._undone.clear()

    def undo(self, document: Document) -> Rect:
        """Take back the last edit; an empty box when there is none."""
        if not self._done:
            return Rect(0, 0, 0, 0)
        edit = self._done.pop()
        self._undone.append(edit)
        return edit.undo(document)

    def redo(self, document: Document) -> Rect:
        """Do again what was taken back last; an empty box when there is nothing."""
        if not self._undone:
            return Rect(0, 0, 0, 0)
        edit = self._undone.pop()
        self._done.append(edit)
        return edit.redo(document)

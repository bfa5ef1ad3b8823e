"""What was done, in order, and how to take it back.

Comes in: edits from ``document.py``. Goes out: the edit to undo or redo, and its name for
the menu. An edit changes the document both ways and says which part of the mask it touched.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Protocol

from desktop_unet.imaging.geometry import Rect

if TYPE_CHECKING:
    from desktop_unet.document.document import Document

BUDGET_BYTES = 2**30
"""What the history may hold beside what the document holds anyway."""


class Edit(Protocol):
    """One step of the user's; ``undo`` and ``redo`` return the touched box of the mask."""

    @property
    def name(self) -> str: ...

    def undo(self, document: Document) -> Rect: ...

    def redo(self, document: Document) -> Rect: ...

    def held(self) -> Mapping[int, int]:
        """Bytes by identity of what the edit keeps in memory; edits share photos and masks."""
        ...


class History:
    """Two stacks of edits: done, and taken back.

    Args:
        budget_bytes: beyond this the oldest edits are forgotten, but never the last one.
    """

    def __init__(self, budget_bytes: int = BUDGET_BYTES) -> None:
        self._budget_bytes = budget_bytes
        self._done: list[Edit] = []
        self._undone: list[Edit] = []

    @property
    def undo_name(self) -> str | None:
        """Name of the edit that ``undo`` would take back; None when there is none."""
        return self._done[-1].name if self._done else None

    @property
    def redo_name(self) -> str | None:
        return self._undone[-1].name if self._undone else None

    @property
    def last(self) -> Edit | None:
        """The newest edit that is done."""
        return self._done[-1] if self._done else None

    def take_back(self, document: Document) -> Rect:
        """Take back the last edit as if it had never been."""
        touched = self.undo(document)
        if self._undone:
            self._undone.pop()
        return touched

    def add(self, edit: Edit, held_anyway: Collection[int] = ()) -> None:
        """Note an edit that has been done; what was taken back before is forgotten.

        Args:
            edit: the newest one.
            held_anyway: identities of what the document itself holds, which costs the history nothing.
        """
        self._done.append(edit)
        self._undone.clear()
        self._forget_oldest(held_anyway)

    def _forget_oldest(self, held_anyway: Collection[int]) -> None:
        counted, total = set(held_anyway), 0
        for kept, edit in enumerate(reversed(self._done)):
            sizes = edit.held()
            total += sum(size for number, size in sizes.items() if number not in counted)
            counted.update(sizes)
            if kept and total > self._budget_bytes:
                del self._done[: len(self._done) - kept]
                return

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

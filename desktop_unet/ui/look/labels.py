"""Lines of text as the style sheet knows them."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


def label(text: str, role: str = "", parent: QWidget | None = None) -> QLabel:
    """A line of text in one of the roles that the style sheet knows: heading, muted."""
    made = QLabel(text, parent)
    made.setProperty("role", role)
    made.setWordWrap(role == "muted")
    return made


def narrow_label(text: str, role: str = "", parent: QWidget | None = None) -> QLabel:
    """Lines that never widen their column or window: what does not fit is cut."""
    made = QLabel(text, parent)
    made.setProperty("role", role)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made

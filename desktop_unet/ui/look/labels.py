"""Lines of text as the style sheet knows them."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
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


def width_in_lines(text: str, metrics: QFontMetrics, lines: int) -> int:
    """The least width in pixels at which a text takes so many lines, or fewer."""
    words = text.split()
    spans = (" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    widths = sorted({metrics.horizontalAdvance(span) for span in spans})
    return next((width for width in widths if broken(text, metrics, width).count("\n") < lines), 0)


def broken(text: str, metrics: QFontMetrics, width_px: int) -> str:
    """The text with a line feed wherever the next word would go beyond a width; a word alone may."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)

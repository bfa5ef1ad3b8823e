"""Names of edits, as the menu shows them after "Undo"."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_unet.ui.look.translation import QT_TRANSLATE_NOOP

EDIT_NAMES = (
    QT_TRANSLATE_NOOP("Edits", "brush stroke"),
    QT_TRANSLATE_NOOP("Edits", "eraser stroke"),
    QT_TRANSLATE_NOOP("Edits", "straight line"),
    QT_TRANSLATE_NOOP("Edits", "rectangle"),
    QT_TRANSLATE_NOOP("Edits", "ellipse"),
    QT_TRANSLATE_NOOP("Edits", "lasso"),
    QT_TRANSLATE_NOOP("Edits", "polygon"),
    QT_TRANSLATE_NOOP("Edits", "selection by colour"),
    QT_TRANSLATE_NOOP("Edits", "scratches"),
    QT_TRANSLATE_NOOP("Edits", "clear mask"),
    QT_TRANSLATE_NOOP("Edits", "area to borrow from"),
    QT_TRANSLATE_NOOP("Edits", "area never to borrow from"),
    QT_TRANSLATE_NOOP("Edits", "clear sampling areas"),
    QT_TRANSLATE_NOOP("Edits", "recovered marks"),
    QT_TRANSLATE_NOOP("Edits", "recovered result"),
    QT_TRANSLATE_NOOP("Edits", "grow mask"),
    QT_TRANSLATE_NOOP("Edits", "shrink mask"),
    QT_TRANSLATE_NOOP("Edits", "feather mask"),
    QT_TRANSLATE_NOOP("Edits", "invert mask"),
    QT_TRANSLATE_NOOP("Edits", "load mask"),
    QT_TRANSLATE_NOOP("Edits", "rotation to the left"),
    QT_TRANSLATE_NOOP("Edits", "rotation to the right"),
    QT_TRANSLATE_NOOP("Edits", "crop"),
    QT_TRANSLATE_NOOP("Edits", "framed result"),
    QT_TRANSLATE_NOOP("Edits", "fill"),
    QT_TRANSLATE_NOOP("Edits", "clean up"),
    QT_TRANSLATE_NOOP("Edits", "restore"),
    QT_TRANSLATE_NOOP("Edits", "editing of marks"),
    QT_TRANSLATE_NOOP("Edits", "mix of looks"),
    QT_TRANSLATE_NOOP("Edits", "choice of skip"),
    QT_TRANSLATE_NOOP("Edits", "choice of no-skip"),
)


def edit_name(name: str) -> str:
    """The name in the user's language; one that is not in the table stays as it is."""
    verb, times, scale = name.rpartition("×")
    if times and verb == "enlarge ":
        return QCoreApplication.translate("Edits", "enlarge ×{0}").format(scale)
    return QCoreApplication.translate("Edits", name)

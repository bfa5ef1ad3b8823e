"""The tasks by the names that a person knows them by, as the panel and the empty page offer them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop_unet.engine.task_table import INPAINT, UPSCALE
from desktop_unet.studio.options import CLEANING, IN_STEPS
from desktop_unet.ui.look.translation import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class TaskText:
    """One task.

    Args:
        page: its page, a key of ``pages.PAGE_ROWS``.
        name, tip: in English, for ``translated``.
        icon: file name in resources/icons, without suffix.
    """

    page: str
    name: str
    tip: str
    icon: str

    @property
    def translated(self) -> tuple[str, str]:
        """Name and tip in the user's language."""
        return QCoreApplication.translate("Tasks", self.name), QCoreApplication.translate("Tasks", self.tip)


TASK_TEXTS = (
    TaskText(
        IN_STEPS,
        QT_TRANSLATE_NOOP("Tasks", "Restore"),
        QT_TRANSLATE_NOOP("Tasks", "Repair an old photo, in one go"),
        "restore",
    ),
    TaskText(
        UPSCALE.name,
        QT_TRANSLATE_NOOP("Tasks", "Enlarge"),
        QT_TRANSLATE_NOOP("Tasks", "More pixels, with detail"),
        "enlarge",
    ),
    TaskText(
        CLEANING,
        QT_TRANSLATE_NOOP("Tasks", "Clean up"),
        QT_TRANSLATE_NOOP("Tasks", "Remove noise, grain and JPEG damage"),
        "clean",
    ),
    TaskText(
        INPAINT.name,
        QT_TRANSLATE_NOOP("Tasks", "Fill"),
        QT_TRANSLATE_NOOP("Tasks", "Replace what you paint over"),
        "brush",
    ),
)

"""The menu of photos that were opened last; filled anew each time it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QMenu

from desktop_unet.ui.session.session import Session


class RecentMenu(QMenu):
    """Newest first; files that are gone are shown and cannot be chosen."""

    def __init__(self, session: Session, open_path: Callable[[Path], None], parent: QMenu) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Open &Recent"))
        self._session, self._open_path = session, open_path
        self.aboutToShow.connect(self.fill)
        session.settings_changed.connect(self._enable)
        self._enable()

    def fill(self) -> None:
        self.clear()
        for number, name in enumerate(self._session.settings.recent_files, 1):
            path = Path(name)
            text = path.name.replace("&", "&&")
            action = self.addAction(f"&{number} {text}" if number < 10 else text)
            action.setToolTip(name)
            action.setEnabled(path.is_file())
            action.triggered.connect(lambda _checked=False, path=path: self._open_path(path))
        self.setToolTipsVisible(True)
        self.addSeparator()
        self.addAction(self.tr("&Clear List"), self._forget)

    def _forget(self) -> None:
        self._session.set_settings(replace(self._session.settings, recent_files=()))

    def _enable(self) -> None:
        self.setEnabled(bool(self._session.settings.recent_files))

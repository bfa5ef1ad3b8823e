"""The networks that there are: the program's own, and those that are added from files, remembered and chosen.

Comes in: a path that the user names, and those that the settings remember. Goes out: the session's networks with
these among them. A file is looked at in the worker, since an ONNX network is tried out first.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_unet.studio import networks
from desktop_unet.studio.networks import NetworkFile, Networks, Recalled
from desktop_unet.studio.options import CLEAN_UP
from desktop_unet.ui.look.translation import sentence_for

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session


class NetworkFiles(QObject):
    """The session's verbs for the networks that there are."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._has_recalled = False

    def list_installed(self) -> None:
        """Ask the worker which networks are installed."""
        self._session.awaited.start_aside(lambda _report: networks.list_networks(), self.take_installed)

    def take_installed(self, installed: Networks) -> None:
        """Offer these, beside the files that were added."""
        session = self._session
        session.networks = replace(installed, files=session.networks.files)
        self.fit_scale()
        session.resolve()
        if not installed.cards:
            text = self.tr("No networks are installed, so nothing can be restored; reinstall the program.")
            session.tell("error", text)

    def fit_scale(self) -> None:
        """Where the chosen network does not have the chosen scale, take its largest."""
        there = self._session.networks.scales_of(self._session.options.network)
        scales = [scale for scale in there if scale != CLEAN_UP]
        if scales and self._session.options.scale not in scales:
            self._session.set_options(scale=scales[-1])

    # --- files ---------------------------------------------------------------------------

    def add(self, path: Path) -> None:
        """Look at a file and enlarge with its network from now on; a file that is no use changes nothing."""
        if not self._session.is_busy:
            self._session.awaited.start(
                "network",
                lambda report: networks.read_network_file(path, report),
                self._take,
                self.tr("Trying out {0}").format(path.name),
            )

    def remove(self, path: str) -> None:
        """Take a file's network off the list, and forget it; the file stays where it is."""
        session = self._session
        session.networks = session.networks.without_file(path)
        self._drop_unknown()
        session.tell("note", self.tr("{0} is no longer offered; the file was left in place.").format(Path(path).name))

    def choose(self, path: str) -> None:
        """Enlarge with the network of a file; an empty path is the program's own."""
        self._session.set_options(network=path)
        self.fit_scale()

    def recall(self) -> None:
        """Look again at what the settings remember, once; nobody needs it before there is a photo."""
        known = {file.path for file in self._session.networks.files}
        paths = tuple(path for path in self._session.settings.network_files if path not in known)
        if paths and not self._has_recalled:
            self._session.awaited.start_aside(
                lambda _report: networks.recall_network_files(paths),
                self._take_recalled,
                self._drop_unknown,
                by_engine=True,
            )
        self._has_recalled = True

    def _take(self, file: NetworkFile) -> None:
        session = self._session
        session.networks = session.networks.with_file(file)
        remembered = dict.fromkeys((*session.settings.network_files, file.path))
        session.set_settings(replace(session.settings, network_files=tuple(remembered)))
        self.choose(file.path)
        session.resolve()
        session.tell("note", self.tr("Photos will be enlarged with {0}.").format(file.name))

    def _take_recalled(self, recalled: Recalled) -> None:
        session = self._session
        for file in recalled.files:
            session.networks = session.networks.with_file(file)
        self._drop_unknown()
        for name in recalled.gone:
            session.tell("note", self.tr("The network file {0} is gone and is no longer offered.").format(name))
        for mishap in recalled.refused:
            session.tell("error", sentence_for(mishap))

    def _drop_unknown(self) -> None:
        """Forget files that are not among the networks; where one of them was chosen, the program's own are again."""
        session = self._session
        known = {file.path for file in session.networks.files}
        kept = tuple(path for path in session.settings.network_files if path in known)
        if kept != session.settings.network_files:
            session.set_settings(replace(session.settings, network_files=kept))
        if session.options.network not in known:
            session.set_options(network="")
        self.fit_scale()
        session.resolve()

"""What the window may ask the user: the form that the dialogs have, and whoever answers in their place.

``dialogs.Dialogs`` asks on the screen; the tests have answers ready.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from desktop_unet.imaging.framing import Framing
from desktop_unet.imaging.photo import Photo
from desktop_unet.settings import Settings
from desktop_unet.studio.saving import SaveChoice
from desktop_unet.ui.queue.asks import Asks

if TYPE_CHECKING:
    from desktop_unet.ui.look.qimages import Picture
    from desktop_unet.ui.window.save_dialog import Estimator

Leave = Literal["save", "discard", "stay"]


class Questions(Asks, Protocol):
    """Each method asks one thing; None, or an empty list, where the user thinks better of it."""

    def ask_open(self, folder: str) -> list[Path]:
        """Photos to open."""

    def ask_reference(self, folder: str) -> Path | None:
        """One photo to compare with."""

    def ask_network(self, folder: str) -> Path | None:
        """The file of a network that is to be added."""

    def ask_save(
        self,
        photo: Photo,
        suggested: Path,
        original: Path | None,
        settings: Settings,
        measure: Estimator,
        then: Callable[[SaveChoice], None],
    ) -> None:
        """Where and how to save; ``then`` is called once that is settled, replacing asked about."""

    def ask_framing(self, picture: Picture, then: Callable[[Framing], None]) -> None:
        """How a photo is to be straightened and cropped; ``then`` is called once that is settled."""

    def ask_sheet(self, suggested: Path) -> Path | None:
        """Where to write a comparison sheet."""

    def ask_pixels(self, question: str, suggested: int) -> int | None:
        """How many pixels."""

    def ask_mask(self, folder: str) -> Path | None:
        """Which file to take the mask from."""

    def ask_save_mask(self, suggested: Path) -> Path | None:
        """Where to write the mask."""

    def ask_recover(self, count: int) -> bool:
        """Whether photos of a run that did not end well are to be opened as they were left."""

    def ask_leave(self, name: str) -> Leave:
        """What to do with a result that no file holds."""

    def ask_leave_all(self, count: int) -> Leave:
        """What to do with several of them."""

    def ask_stop_work(self, names: Sequence[str]) -> bool:
        """Whether to end the program though something is being made of these photos."""

    def ask_folder(self, folder: str) -> Path | None:
        """A folder of photos to open."""

    def ask_leave_queue(self, count: int) -> bool:
        """Whether to end the program though photos of the queue are left."""

    def ask_fill_much(self, percent: int) -> bool:
        """Whether so much of the photo is really to be filled."""

    def show_about(self, version: str) -> None:
        """Say what this program is."""

"""What the queue may ask the user; the window's questions, ``window.questions.Questions``, are these and more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desktop_unet.studio.many_photos import ManyPhotos
    from desktop_unet.ui.queue.many_dialog import Choosable, Measure


class Asks(Protocol):
    """Each method asks one thing."""

    def ask_many(
        self,
        choosable: Choosable,
        first: ManyPhotos,
        measure: Measure,
        start: Callable[[ManyPhotos], None],
        open_photos: Callable[[], None],
    ) -> None:
        """What is to be made of many photos; one of the last two is called where something is."""

    def ask_go_on(self, left: Sequence[ManyPhotos]) -> bool:
        """Whether to go on with what was not done when the program ended."""

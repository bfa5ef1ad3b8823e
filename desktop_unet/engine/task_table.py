"""The tasks there are: a row for each, with its name, its request, the cards it may use and how it is done.

Comes in: a request, or a task's name. Goes out: its row. Knows no torch, so that window and command line can look
tasks up before torch is loaded; what a task's work needs is imported by its row's ``way`` when it is called.
CONTRIBUTING shows how a task is added. Next on the road: ``restore.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from desktop_unet.engine.task import (
    FindDamageRequest,
    InpaintRequest,
    Made,
    Report,
    Request,
    Result,
    UpscaleRequest,
)
from desktop_unet.models.descriptor import Descriptor, Look

if TYPE_CHECKING:
    from desktop_unet.engine.predict import Network
    from desktop_unet.engine.tile_runner import Work

Asked = TypeVar("Asked", bound=Request)

RunTask = Callable[[Request, Report], Result]
"""``restore.run``, as it is handed to tasks that are made of others."""


@dataclass(frozen=True)
class ByNetwork(Generic[Asked]):
    """A task that one network does.

    Args:
        check: raises ``RequestImpossible`` or another ``Mishap`` for what the request or the network does not allow.
        restore: does it, tile by tile through ``Work.predict``; reports each step, and lets through what that raises.
    """

    check: Callable[[Asked, Network], None]
    restore: Callable[[Asked, Work, Report], Made]


@dataclass(frozen=True)
class ByTasks(Generic[Asked]):
    """A task made of others, each of which opens the network that it needs.

    Args:
        restore: runs the others by the function that it is given, one after the other.
    """

    restore: Callable[[Asked, RunTask, Report], Result]


@dataclass(frozen=True)
class TaskRow(Generic[Asked]):
    """One thing that the engine can do.

    Args:
        name: of the task, and of its verb on the command line.
        request: the type that asks for it and for no other.
        summary: one sentence for ``--help``.
        way: imports what does it, and says which functions these are.
        cards: the word by which a network says that it was trained for this; empty where that is the task's own
            name, None where it is made of other tasks.
        product: with what the names of the program's own networks for it begin; empty where that is ``cards``.
        look: of the network that a request asks for, where the task has networks of several.
        finds: whether its networks mark places (``Made.found_HW``), where others make a picture.
    """

    name: str
    request: type[Asked]
    summary: str
    way: Callable[[], ByNetwork[Asked] | ByTasks[Asked]]
    cards: str | None = ""
    product: str = ""
    look: Callable[[Asked], Look] = lambda _request: "natural"
    finds: bool = False

    @property
    def trained_to(self) -> str:
        """``cards``, or the name."""
        return self.cards or self.name

    @property
    def family(self) -> str:
        """``product``, or as networks were trained."""
        return self.product or self.trained_to

    @property
    def takes_mask(self) -> bool:
        """Whether what it changes is marked: its request has a ``mask``."""
        return self._asks_for("mask")

    @property
    def borrows(self) -> bool:
        """Whether it can be said what may be borrowed: its request has ``sources``."""
        return self._asks_for("sources")

    @property
    def has_scale(self) -> bool:
        """Whether the result's size is asked for: its request has a ``scale``."""
        return self._asks_for("scale")

    @property
    def takes_strength(self) -> bool:
        """Whether damage to expect can be said: its request has a ``strength``."""
        return self._asks_for("strength")

    def _asks_for(self, name: str) -> bool:
        return any(field.name == name for field in fields(self.request))

    def may_use(self, network: Descriptor) -> bool:
        """Whether the network was trained for this."""
        return self.trained_to in network.tasks


def _upscaling() -> ByNetwork[UpscaleRequest]:
    from desktop_unet.engine import upscale

    return ByNetwork(upscale.check, upscale.restore)


def _inpainting() -> ByNetwork[InpaintRequest]:
    from desktop_unet.engine import inpaint

    return ByNetwork(inpaint.check, inpaint.restore)


def _finding() -> ByNetwork[FindDamageRequest]:
    from desktop_unet.engine import finding

    return ByNetwork(finding.check, finding.restore)


UPSCALE = TaskRow(
    "upscale",
    UpscaleRequest,
    "Enlarge a photo, or clean it up (--scale 1).",
    _upscaling,
    look=lambda request: request.look,
)
INPAINT = TaskRow("inpaint", InpaintRequest, "Fill what a mask marks; nothing else is touched.", _inpainting)
FIND_DAMAGE = TaskRow(
    "find-damage",
    FindDamageRequest,
    "Find scratches, dust, cracks and spots, and write a mask that 'inpaint' and 'restore' take.",
    _finding,
    cards="segment",
    product="damage",
    finds=True,
)

TASKS: dict[str, TaskRow[Any]] = {row.name: row for row in (UPSCALE, INPAINT, FIND_DAMAGE)}
"""By name, in the order in which they are listed."""


def row_for(request: Request) -> TaskRow[Any]:
    """The task that a request asks for.

    Raises:
        TypeError: none does; that is a defect of the program.
    """
    for row in TASKS.values():
        if type(request) is row.request:
            return row
    raise TypeError(f"no task of the engine is asked for by {type(request).__name__}, see engine/task_table.py")

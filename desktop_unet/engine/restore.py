"""The engine's door: a request in, a restored photo out.

Comes in: a frozen request from the window, the command line or an evaluation. Goes out: a
``Result``. What the request's task is, and how it is done, is said by its row in ``task_table.py``.
Next on the road: ``upscale.py`` or ``inpaint.py``.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from desktop_unet.engine.cancellation import Repeater
from desktop_unet.engine.checks import check_card
from desktop_unet.engine.device import hardware_name
from desktop_unet.engine.predict import Network, open_network
from desktop_unet.engine.task import Made, Report, Request, Result, Step
from desktop_unet.engine.task_table import ByNetwork, ByTasks, row_for
from desktop_unet.engine.tile_runner import Work, device_failed, is_device_failure
from desktop_unet.phrases import Phrase


def ignore_steps(step: Step) -> None:
    """A report hook for callers that do not care."""


def run(request: Request, report: Report = ignore_steps) -> Result:
    """Open the network that the request asks for and restore with it; what window and command line call.

    Raises:
        Mishap: what ``predict.open_network`` and ``restore`` raise.
        Cancelled: the report hook wanted it so.
    """
    way = row_for(request).way()
    if isinstance(way, ByTasks):
        return way.restore(request, run, report)
    report(Step(0, 1, "Loading the network"))
    try:
        network = open_network(request)
    except RuntimeError as error:
        if not is_device_failure(error):
            raise
        note = device_failed(Phrase("The GPU"), error)
    else:
        return restore(request, network, report)
    on_cpu: Any = replace(request, choices=replace(request.choices, device="cpu", precision="auto"))
    result = restore(on_cpu, open_network(on_cpu), report)
    return replace(result, notes=(note, *result.notes))


def restore(request: Request, network: Network, report: Report = ignore_steps) -> Result:
    """Do what a request asks for with a network.

    Args:
        request: what to do; its device and precision have been settled by ``network``.
        network: from ``predict.open_network``.
        report: called before each tile and between its layers; raising ``Cancelled`` from it stops the work.

    Returns:
        The restored photo, of the depth, profile and metadata of the request's, and how it was made.

    Raises:
        RequestImpossible: the request does not fit the network, or the memory allowed.
        MaskSizeDiffers, MaskEmpty: the mask does not fit the photo, or marks nothing.
        ResultUnusable: the network's result is not a picture, in full precision too.
        MemoryShort: memory does not even suffice for the smallest tiles.
        Cancelled: the report hook wanted it so.
        TypeError: no task is asked for so, or one that is made of others.
    """
    started = time.monotonic()
    row = row_for(request)
    way = row.way()
    if not isinstance(way, ByNetwork):
        raise TypeError(f"{row.name} is made of other tasks and takes no network of its own")
    check_card(row, network.descriptor)
    way.check(request, network)
    report = Repeater(report)
    work = Work(network, request.choices, report.again)
    made: Made = way.restore(request, work, report)
    return _result(made, work, time.monotonic() - started)


def _result(made: Made, work: Work, seconds: float) -> Result:
    used = work.network
    return Result(
        photo=made.photo,
        card=used.descriptor.name,
        device=f"{used.device} ({hardware_name(used.device)})",
        precision=used.precision,
        tiles=work.tiles,
        seconds=seconds,
        notes=tuple(work.notes),
        strength=made.strength,
        found_HW=made.found_HW,
    )

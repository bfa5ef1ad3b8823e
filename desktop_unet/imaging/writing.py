"""A photo into a file, all of it or nothing: written beside the target, read back, then renamed.

Comes in: a ``Photo`` and a path. Goes out: a whole file and what is to be said of it, or a
mishap and no trace.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from desktop_unet.atomic_files import HiddenFile, hidden_file
from desktop_unet.errors import FormatLossy, FormatTooSmall, Mishap, OutputExists, OutputIsInput, OutputUnwritable
from desktop_unet.imaging.encoding import Encoding, encode, metadata_to_write
from desktop_unet.imaging.formats import Format, format_of_suffix
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.libvips import libvips, reason
from desktop_unet.imaging.metadata import lost
from desktop_unet.imaging.photo import Metadata, Photo
from desktop_unet.imaging.reading import read_carried
from desktop_unet.phrases import Phrase

T = TypeVar("T")


@dataclass(frozen=True)
class Written:
    """A file that was written: where, how many bytes, how large, and what its format could not hold."""

    path: Path
    bytes: int
    extent: Extent
    notes: tuple[Phrase, ...]


def write_photo(
    photo: Photo,
    path: Path | str,
    *,
    quality: int = 95,
    overwrite: bool = False,
    strip_metadata: bool = False,
    compression: int = 1,
    lossless: bool = False,
) -> Written:
    """Write a photo in the format that the path's suffix names.

    The file appears under its name only when it is whole, on the disk, and has been opened again.

    Args:
        photo: what to write; a gray one gets one channel.
        path: where.
        quality: 1 to 100, for JPEG, WebP and AVIF.
        overwrite: whether another file of this name may be replaced; the photo's source never is.
        strip_metadata: leave out EXIF, XMP and IPTC (not the colour profile).
        compression: 0 to 9, for PNG.
        lossless: every value comes back; for WebP and AVIF, in place of ``quality``.

    Raises:
        FormatUnknown, FormatTooSmall, FormatLossy: the format is not written, or does not hold this size or all values.
        OutputExists, OutputIsInput: there is a file already.
        OutputUnwritable: the folder or the disk does not take it.
        ValueError: quality or compression are out of their range.
    """
    if not (1 <= quality <= 100 and 0 <= compression <= 9):
        raise ValueError(f"quality {quality} is not in 1..100, or compression {compression} not in 0..9")
    path = Path(path)
    format_ = _checked_format(path, photo.extent, overwrite=overwrite, original=photo.source, lossless=lossless)
    target = Path(os.path.realpath(path))
    how = Encoding(quality, strip_metadata, compression, lossless)
    with _hidden_beside(target, path) as hidden:
        notes = _said_for_a_person(path, lambda: _fill(photo, hidden, format_, how, path))
        _said_for_a_person(path, lambda: _give_name(hidden, target, path, overwrite=overwrite))
        return Written(path, target.stat().st_size, photo.extent, notes)


def write_bytes(content: bytes, path: Path | str, *, overwrite: bool = False, original: Path | None = None) -> Path:
    """Write a file that is no photo of the user's (a sheet with its settings) with the same care.

    Args:
        content: the whole file.
        path: where.
        overwrite: whether another file of this name may be replaced.
        original: the file that must not be replaced in any case.

    Raises:
        OutputExists, OutputIsInput, OutputUnwritable: as ``write_photo``.
    """
    path = Path(path)
    _check_name(path, overwrite=overwrite, original=original)
    target = Path(os.path.realpath(path))
    with _hidden_beside(target, path) as hidden:
        _said_for_a_person(path, lambda: hidden.path.write_bytes(content))
        _said_for_a_person(path, hidden.sync)
        _said_for_a_person(path, lambda: _give_name(hidden, target, path, overwrite=overwrite))
    return path


def _fill(photo: Photo, hidden: HiddenFile, format_: Format, how: Encoding, named: Path) -> tuple[Phrase, ...]:
    """Write, sync, open again; sentences on what the file does not hold."""
    notes = encode(photo, hidden.path, format_, how)
    hidden.sync()
    carried = _read_back(hidden.path, photo.extent, named)
    return notes + lost(metadata_to_write(photo, strip=how.strip_metadata), carried, format_.name)


def note_on_loss(path: Path, *, lossless: bool = False) -> tuple[Phrase, ...]:
    """What is to be said of a photo of which a part was to stay as it is, where the format changes all of it."""
    format_ = format_of_suffix(path)
    if lossless or not format_.has_quality:
        return ()
    return (
        Phrase(
            "{format} packs the whole photo anew: pixels that were not filled change a little, too; PNG keeps them.",
            format=format_.name,
        ),
    )


def check_target(
    path: Path | str, extent: Extent | None, *, overwrite: bool, original: Path | None, lossless: bool = False
) -> None:
    """Whether ``write_photo`` to this path would work, before a long run; raises as that does.

    Args:
        path: where.
        extent: size of the result, where it is known.
        overwrite: as in ``write_photo``.
        original: the file that must not be replaced in any case.
        lossless: as in ``write_photo``.
    """
    path = Path(path)
    _checked_format(path, extent, overwrite=overwrite, original=original, lossless=lossless)
    with _hidden_beside(Path(os.path.realpath(path)), path):
        pass


def _checked_format(
    path: Path, extent: Extent | None, *, overwrite: bool, original: Path | None, lossless: bool = False
) -> Format:
    format_ = format_of_suffix(path)
    if lossless and not format_.can_be_lossless:
        raise FormatLossy(path=path, format=format_.name)
    _check_name(path, overwrite=overwrite, original=original)
    if extent is not None and max(extent.height, extent.width) > format_.side_limit:
        facts = {"format": format_.name, "limit": format_.side_limit, "width": extent.width, "height": extent.height}
        raise FormatTooSmall(path=path, **facts)
    return format_


def _check_name(path: Path, *, overwrite: bool, original: Path | None) -> None:
    _check_folder(path)
    there = _looked_at(path)
    if there is None:
        return
    if original is not None and original.exists() and original.samefile(path):
        raise OutputIsInput(path=path)
    if not stat.S_ISREG(there.st_mode):
        raise OutputUnwritable(path=path, reason=Phrase("something that is not a file has this name"))
    if not overwrite:
        raise OutputExists(path=path)


def _looked_at(path: Path) -> os.stat_result | None:
    """What has this name, as far as links lead; None where nothing has; a mishap for names that nothing can have."""
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise OutputUnwritable(path=path, reason=getattr(error, "strerror", None) or str(error)) from None


def _check_folder(path: Path) -> None:
    try:
        folder = Path(os.path.realpath(path)).parent
        folder.exists()
    except (OSError, ValueError) as error:
        raise OutputUnwritable(path=path, reason=getattr(error, "strerror", None) or str(error)) from None
    if not folder.exists():
        raise OutputUnwritable(path=path, reason=Phrase("there is no folder {folder}", folder=folder))
    if not folder.is_dir():
        raise OutputUnwritable(path=path, reason=Phrase("{folder} is not a folder", folder=folder))


@contextlib.contextmanager
def _hidden_beside(target: Path, named: Path) -> Iterator[HiddenFile]:
    """A hidden file in the target's folder; a mishap where there can be none."""
    with contextlib.ExitStack() as stack:
        try:
            hidden = stack.enter_context(hidden_file(target.parent))
        except OSError as error:
            raise OutputUnwritable(path=named, reason=error.strerror or str(error)) from None
        yield hidden


def _said_for_a_person(path: Path, work: Callable[[], T]) -> T:
    """What ``work`` gives; what disk and codecs raise in it becomes a mishap.

    Raised outside of ``except``: a mishap that remembers the codec's error keeps its file open, and
    on a full disk the room of the file that was given up.
    """
    try:
        return work()
    except OSError as error:
        why = error.strerror or str(error)
    except libvips().Error as error:
        why = reason(error)
    raise OutputUnwritable(path=path, reason=why)


def _read_back(temporary: Path, extent: Extent, named: Path) -> Metadata:
    """What the file carries, once it is sure that it can be opened and has the photo's size."""
    try:
        found, metadata, _ = read_carried(temporary)
    except Mishap:
        raise OutputUnwritable(path=named, reason=Phrase("the written file could not be opened again")) from None
    if found != extent:
        raise OutputUnwritable(path=named, reason=Phrase("the written file has another size"))
    return metadata


def _give_name(hidden: HiddenFile, target: Path, named: Path, *, overwrite: bool) -> None:
    """Let the file appear, without replacing one that came up meanwhile unless that is allowed."""
    if overwrite and target.exists():
        shutil.copymode(target, hidden.path)
    try:
        hidden.give_name(target, replace=overwrite)
    except FileExistsError:
        raise OutputExists(path=named) from None

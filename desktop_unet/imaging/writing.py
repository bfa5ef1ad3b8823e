"""A photo into a file, all of it or nothing: written beside the target, read back, then renamed.

Comes in: a ``Photo`` and a path. Goes out: a whole file and what is to be said of it, or a
mishap and no trace.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from desktop_unet.errors import FormatTooSmall, Mishap, OutputExists, OutputIsInput, OutputUnwritable, TargetTooLarge
from desktop_unet.imaging.carried import lost
from desktop_unet.imaging.encoding import Encoding, encode, metadata_to_write
from desktop_unet.imaging.formats import PIXEL_LIMIT, Format, format_of_suffix
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.libvips import libvips, reason
from desktop_unet.imaging.photo import Metadata, Photo
from desktop_unet.imaging.reading import read_carried

T = TypeVar("T")


@dataclass(frozen=True)
class Written:
    """A file that was written: where, how many bytes, how large, and what its format could not hold."""

    path: Path
    bytes: int
    extent: Extent
    notes: tuple[str, ...]


def write_photo(
    photo: Photo,
    path: Path | str,
    *,
    quality: int = 95,
    overwrite: bool = False,
    strip_metadata: bool = False,
    compression: int = 1,
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

    Raises:
        FormatUnknown, FormatTooSmall: the format is not written, or does not hold this size.
        OutputExists, OutputIsInput: there is a file already.
        OutputUnwritable: the folder or the disk does not take it.
        ValueError: quality or compression are out of their range.
    """
    if not (1 <= quality <= 100 and 0 <= compression <= 9):
        raise ValueError(f"quality {quality} is not in 1..100, or compression {compression} not in 0..9")
    path = Path(path)
    format_ = _checked_format(path, photo.extent, overwrite=overwrite, original=photo.source)
    target = Path(os.path.realpath(path))
    how = Encoding(quality, strip_metadata, compression)
    with _temporary_beside(target, path) as temporary:
        notes = _said_for_a_person(path, lambda: _fill(photo, temporary, format_, how, path))
        _said_for_a_person(path, lambda: _give_name(temporary, target, path, overwrite=overwrite))
        return Written(path, target.stat().st_size, photo.extent, notes)


def _fill(photo: Photo, temporary: Path, format_: Format, how: Encoding, named: Path) -> tuple[str, ...]:
    """Write, sync, open again; sentences on what the file does not hold."""
    notes = encode(photo, temporary, format_, how)
    _onto_disk(temporary)
    carried = _read_back(temporary, photo.extent, named)
    return notes + lost(metadata_to_write(photo, strip=how.strip_metadata), carried, format_.name)


def check_target(path: Path | str, extent: Extent | None, *, overwrite: bool, original: Path | None) -> None:
    """Whether ``write_photo`` to this path would work, before a long run; raises as that does.

    Args:
        path: where.
        extent: size of the result, where it is known.
        overwrite: as in ``write_photo``.
        original: the file that must not be replaced in any case.
    """
    path = Path(path)
    _checked_format(path, extent, overwrite=overwrite, original=original)
    with _temporary_beside(Path(os.path.realpath(path)), path):
        pass


def _checked_format(path: Path, extent: Extent | None, *, overwrite: bool, original: Path | None) -> Format:
    format_ = format_of_suffix(path)
    _check_folder(path)
    there = _looked_at(path)
    if there is not None:
        if original is not None and original.exists() and original.samefile(path):
            raise OutputIsInput(path=path)
        if not stat.S_ISREG(there.st_mode):
            raise OutputUnwritable(path=path, reason="something that is no file has this name")
        if not overwrite:
            raise OutputExists(path=path)
    if extent is not None and extent.pixels > PIXEL_LIMIT:
        raise TargetTooLarge(width=extent.width, height=extent.height, limit=f"{PIXEL_LIMIT // 1_000_000} megapixels")
    if extent is not None and max(extent.height, extent.width) > format_.side_limit:
        facts = {"format": format_.name, "limit": format_.side_limit, "width": extent.width, "height": extent.height}
        raise FormatTooSmall(path=path, **facts)
    return format_


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
    except (OSError, ValueError) as error:
        raise OutputUnwritable(path=path, reason=getattr(error, "strerror", None) or str(error)) from None
    if not folder.exists():
        raise OutputUnwritable(path=path, reason=f"there is no folder {folder}")
    if not folder.is_dir():
        raise OutputUnwritable(path=path, reason=f"{folder} is no folder")


@contextlib.contextmanager
def _temporary_beside(target: Path, named: Path) -> Iterator[Path]:
    """An empty file in the target's folder, made with the user's usual permissions, gone at the end."""
    temporary = target.with_name(f".{secrets.token_hex(8)}{target.suffix.lower()}")
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except OSError as error:
        raise OutputUnwritable(path=named, reason=error.strerror or str(error)) from None
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


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


def _onto_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_back(temporary: Path, extent: Extent, named: Path) -> Metadata:
    """What the file carries, once it is sure that it can be opened and has the photo's size."""
    try:
        found, metadata, _ = read_carried(temporary)
    except Mishap:
        raise OutputUnwritable(path=named, reason="what was written could not be opened again") from None
    if found != extent:
        raise OutputUnwritable(path=named, reason="what was written has another size")
    return metadata


def _give_name(temporary: Path, target: Path, named: Path, *, overwrite: bool) -> None:
    """Rename, without replacing a file that came up meanwhile unless that is allowed."""
    if overwrite:
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    else:
        try:
            os.link(temporary, target)
        except FileExistsError:
            raise OutputExists(path=named) from None
        except OSError:  # a file system without hard links
            if target.exists():
                raise OutputExists(path=named) from None
            temporary.replace(target)
    with contextlib.suppress(OSError):  # some systems cannot sync a folder
        descriptor = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

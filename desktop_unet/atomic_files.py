"""Files that appear whole or not at all: written out of sight, then given their name.

Comes in: a folder and a name. Goes out: a path to write to meanwhile, and the finished file. Used
by everything that writes: photos, settings, weights.

On Linux the file has no name while it is written (O_TMPFILE), so that a killed process leaves
nothing. Where the system knows no such files it has a hidden name and is locked for as long as its
process lives; what lies there unlocked is of a dead process and goes at the next write.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO

PART_SUFFIX = ".desktop-unet-part"
"""Of files that a killed process may have left behind."""


class HiddenFile:
    """A file that nobody else sees yet.

    Args:
        descriptor: open for reading and writing, locked.
        path: where to write.
        folder: where it will get its name.
        is_nameless: the file vanishes with its last descriptor.
    """

    def __init__(self, descriptor: int, path: Path, folder: Path, *, is_nameless: bool) -> None:
        self._descriptor = descriptor
        self.path = path
        self._folder = folder
        self._is_nameless = is_nameless

    def sync(self) -> None:
        """Return when the content is on the disk."""
        os.fsync(self._descriptor)

    def give_name(self, target: Path, *, replace: bool) -> None:
        """Let the file appear as ``target``, which lies in the folder that it was made for.

        Raises:
            FileExistsError: there is such a file, and ``replace`` is False.
            OSError: the folder does not take it.
        """
        if replace:
            self._named().replace(target)
        else:
            self._link(target)
        _sync_folder(self._folder)

    def _named(self) -> Path:
        """The file's hidden name; a nameless one gets one."""
        if self._is_nameless:
            self._become_named()
        elif os.name == "nt":  # there an open file cannot be renamed
            self._close()
        return self.path

    def _become_named(self) -> None:
        name = _hidden_name(self._folder)
        try:
            _link_nameless(self._descriptor, name)
        except OSError:  # a file system without hard links
            self._move_to(_with_hidden_name(self._folder))
        else:
            self.path = name
        self._is_nameless = False

    def _move_to(self, other: HiddenFile) -> None:
        """Take the place of another hidden file, with all that this one holds."""
        nameless, self._descriptor = self._descriptor, other._descriptor
        path, self.path = self.path, other.path
        try:
            shutil.copy(path, self.path)
            self.sync()
        finally:
            os.close(nameless)

    def _link(self, target: Path) -> None:
        try:
            if self._is_nameless:
                _link_nameless(self._descriptor, target)
            else:
                os.link(self.path, target)
        except FileExistsError:
            raise
        except OSError:  # as above
            if target.exists():
                raise FileExistsError(target) from None
            self._named().replace(target)

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def discard(self) -> None:
        """Give the file up, or its hidden name where it has another by now."""
        try:
            if not self._is_nameless:
                self.path.unlink(missing_ok=True)
        finally:
            self._close()


@contextlib.contextmanager
def hidden_file(folder: Path) -> Iterator[HiddenFile]:
    """An empty file in ``folder``, with the user's usual permissions; gone at the end unless it was given a name.

    Raises:
        OSError: the folder does not take it.
    """
    sweep(folder)
    hidden = _nameless(folder) or _with_hidden_name(folder)
    try:
        yield hidden
    finally:
        hidden.discard()


def write_whole(target: Path, content: bytes) -> None:
    """Replace ``target`` by a file of this content, or leave it as it was.

    Raises:
        OSError: the folder does not take it.
    """
    with hidden_file(target.parent) as hidden:
        hidden.path.write_bytes(content)
        hidden.sync()
        hidden.give_name(target, replace=True)


def _nameless(folder: Path) -> HiddenFile | None:
    """A file without a name; None where the system has no such files."""
    try:
        descriptor = os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o666)
    except (AttributeError, OSError):
        return None
    path = Path(f"/proc/self/fd/{descriptor}")
    if path.exists():
        _lock(descriptor)
        return HiddenFile(descriptor, path, folder, is_nameless=True)
    os.close(descriptor)
    return None


def _link_nameless(descriptor: int, target: Path) -> None:
    # With a folder's descriptor, which an absolute path has no need of, Python follows the link in /proc.
    os.link(f"/proc/self/fd/{descriptor}", target, src_dir_fd=descriptor, follow_symlinks=True)


def _with_hidden_name(folder: Path) -> HiddenFile:
    """A locked file with a hidden name; made anew where a sweeper was quicker than the lock."""
    while True:
        path = _hidden_name(folder)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
        _lock(descriptor)
        if path.exists():
            return HiddenFile(descriptor, path, folder, is_nameless=False)
        os.close(descriptor)


def _hidden_name(folder: Path) -> Path:
    return folder / f".{secrets.token_hex(8)}{PART_SUFFIX}"


def sweep(folder: Path) -> None:
    """Remove what killed processes have left in ``folder``; what cannot be removed stays."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        left = [Path(entry.path) for entry in entries if entry.name.endswith(PART_SUFFIX)]
        for path in left:
            with contextlib.suppress(OSError):
                _remove_if_dead(path)


def hold(path: Path) -> IO[bytes]:
    """Make a file that others see as held until what is returned is closed, or the process ends in whatever way.

    Raises:
        OSError: it cannot be made.
    """
    file = path.open("wb")
    _lock(file.fileno())
    return file


def is_held(path: Path) -> bool:
    """Whether the process that made a file by ``hold`` still has it."""
    try:
        if os.name == "nt":
            path.rename(path)  # which Windows does for no file that is open
            return False
        with path.open("rb") as file:
            return not _lock(file.fileno(), wait=False)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _remove_if_dead(path: Path) -> None:
    """Remove a file unless a process holds it: by a lock, or on Windows by having it open."""
    if os.name == "nt":
        path.unlink()
        return
    descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode) and _lock(descriptor, wait=False):
            path.unlink()
    finally:
        os.close(descriptor)


def _lock(descriptor: int, *, wait: bool = True) -> bool:
    """Lock a file against sweepers; False where another holds it. File systems without locks have no sweepers."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        return True
    except OSError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # some systems cannot sync a folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

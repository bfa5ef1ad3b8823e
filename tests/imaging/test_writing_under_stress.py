"""A disk that is full, a folder that is read-only, a process that is killed: the old file or the new one, whole."""

import os
import random
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from desktop_unet import errors
from desktop_unet.atomic_files import PART_SUFFIX
from desktop_unet.imaging.codec import WRITABLE_SUFFIXES, read_photo, write_photo
from desktop_unet.imaging.photo import Photo
from tests.imaging.samples import noise

LARGE = Photo(np.random.default_rng(0).integers(0, 256, (400, 300, 3)).astype(np.uint8))
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def names(folder) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 64 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("only an administrator may mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@ON_LINUX
@pytest.mark.parametrize("suffix", sorted({".jpg", ".png", ".tif", ".webp", ".gif", ".bmp"}))
def test_a_full_disk_is_one_sentence_and_the_old_file_stays(small_disk, suffix):
    (small_disk / f"photo{suffix}").write_bytes(b"mine")
    with pytest.raises(errors.OutputUnwritable) as caught:
        write_photo(LARGE, small_disk / f"photo{suffix}", overwrite=True)
    assert "No space left" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (small_disk / f"photo{suffix}").read_bytes() == b"mine"
    assert names(small_disk) == [f"photo{suffix}"]


LIMITED = """
import resource, signal, sys
import numpy as np
from desktop_unet.errors import Mishap
from desktop_unet.imaging.codec import write_photo
from desktop_unet.imaging.photo import Photo
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
large = Photo(np.random.default_rng(0).integers(0, 256, (400, 300, 3)).astype(np.uint8))
for path in sys.argv[1:]:
    try:
        write_photo(large, path, overwrite=True)
        print("written")
    except Mishap as mishap:
        print(type(mishap).__name__, len(str(mishap).splitlines()))
"""


@ON_LINUX
def test_a_disk_that_takes_no_more_bytes_is_one_sentence_in_every_format(tmp_path):
    """As above for users who may not mount: the process may not write more than 20 kB to a file."""
    paths = [tmp_path / f"photo{suffix}" for suffix in WRITABLE_SUFFIXES]
    for path in paths:
        path.write_bytes(b"mine")
    run = subprocess.run([sys.executable, "-c", LIMITED, *paths], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["OutputUnwritable 1"] * len(paths)
    assert all(path.read_bytes() == b"mine" for path in paths)
    assert names(tmp_path) == sorted(path.name for path in paths)


@ON_LINUX
def test_a_folder_that_is_read_only(tmp_path):
    """Mounted so where that may be done, since an administrator writes into any other."""
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "photo.png").write_bytes(b"mine")
    folder.chmod(0o555)
    is_mounted = False
    if os.access(folder, os.W_OK):
        bind = subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True, check=False)
        is_mounted = bind.returncode == 0
        command = ["mount", "-o", "remount,bind,ro", str(folder)]
        if not is_mounted or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("this user may write everywhere")
    try:
        for overwrite, name in ((True, "photo.png"), (False, "new.png")):
            with pytest.raises(errors.OutputUnwritable):
                write_photo(LARGE, folder / name, overwrite=overwrite)
        assert (folder / "photo.png").read_bytes() == b"mine"
        assert names(folder) == ["photo.png"]
    finally:
        if is_mounted:
            subprocess.run(["umount", str(folder)], check=True)
        folder.chmod(0o755)


ENDLESS = """
import sys
from desktop_unet.imaging.codec import write_photo
from desktop_unet.imaging.photo import Photo
from tests.imaging.samples import noise
turn = 0
while True:
    turn += 1
    write_photo(Photo(noise(seed=turn % 2)), sys.argv[1], overwrite=True)
    print(turn, flush=True)
"""


@ON_LINUX
def test_a_process_killed_while_writing_leaves_the_old_or_the_new_photo_whole_and_nothing_else(tmp_path, repository):
    """Three moments here; the figure in docs/reliability.md comes from more."""
    kills = int(os.environ.get("DESKTOP_UNET_KILLS", "3"))
    path, moments, left = tmp_path / "photo.png", random.Random(0), 0
    write_photo(Photo(noise(seed=0)), path)
    for _ in range(kills):
        command = [sys.executable, "-c", ENDLESS, str(path)]
        with subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout.readline().strip() == "1"
            time.sleep(moments.uniform(0, 0.05))
            writer.send_signal(signal.SIGKILL)
            writer.stdout.read()
        found = read_photo(path, whole=True).pixels
        assert any(np.array_equal(found, noise(seed=seed)) for seed in (0, 1))
        others = [name for name in names(tmp_path) if name != "photo.png"]
        assert all(name.endswith(PART_SUFFIX) for name in others)
        left += bool(others)
        write_photo(Photo(noise(seed=0)), path, overwrite=True)
        assert names(tmp_path) == ["photo.png"]
    print(f"{kills} kills, {left} left a file that the next write removed")

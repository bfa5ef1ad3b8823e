"""A bare Debian in a folder, and programs run in it: no Python, no network, nothing of this machine.

Comes in: a folder to make it in. Goes out: command lines for ``subprocess``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

SUITE = "bookworm"
SCREENS = Path("/tmp/.X11-unix")
TOOLS = ("debootstrap", "bwrap", "dpkg-deb", "xz", "zstd")


class Unprovable(Exception):
    """Nothing can be proven here; the message says why."""


class ProofFailed(Exception):
    """The package does not do what it must; the message says what."""


class Root:
    """A bare Debian.

    Args:
        folder: where it lies; made where it is missing, taken as it is where it was finished before.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def made(cls, folder: Path, cache: Path) -> Root:
        """A fresh root; ``cache`` keeps the bare one from one proof to the next.

        Raises:
            Unprovable: not root, tools or the mirror are missing.
        """
        missing = [tool for tool in TOOLS if shutil.which(tool, path=_search_path()) is None]
        if missing:
            raise Unprovable(f"{', '.join(missing)} not installed: run scripts/system-libraries.sh test-package")
        if os.geteuid() != 0:
            raise Unprovable("a root for chroot can only be made as root")
        if not (cache / "finished").is_file():
            _bootstrap(cache)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(["cp", "-a", "--reflink=auto", cache / "root", folder], check=True)
        root = cls(folder)
        # Of a desk elsewhere than in /tmp there is no such folder in the root, and none can be made in it.
        with tempfile.TemporaryDirectory(dir="/tmp") as desk:
            trial = subprocess.run(root.command(["true"], Path(desk), {}), capture_output=True, text=True)
        if trial.returncode:
            raise Unprovable(f"programs cannot be shut into the root: {trial.stderr.strip()}")
        return root

    def administer(self, *words: str) -> str:
        """Run a command as the root's own administrator, with the network; what it printed.

        Raises:
            ProofFailed: it failed.
        """
        # Names and certificates of the mirror are the machine's own.
        for name in ("etc/resolv.conf", "etc/hosts"):
            shutil.copyfile(f"/{name}", self.folder / name)
        environment = {"PATH": _search_path(), "DEBIAN_FRONTEND": "noninteractive", "LANG": "C.UTF-8"}
        environment |= {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
        answer = subprocess.run(
            ["chroot", self.folder, *words], env=environment, capture_output=True, text=True, timeout=900
        )
        if answer.returncode:
            raise ProofFailed(f"{' '.join(words[:4])} failed: {answer.stderr.strip()[-400:]}")
        return answer.stdout

    def command(self, words: list[str], desk: Path, extra: dict[str, str], screen: str = "") -> list[str]:
        """How to run a program in the root as an ordinary user who has nothing but ``desk``.

        Args:
            words: the program and its arguments, as named in the root.
            desk: a folder that both sides see under the same name; its ``home`` is the user's.
            extra: environment.
            screen: an X display of this machine to show windows on.
        """
        environment = _environment(desk, extra, screen)
        command = ["bwrap", "--unshare-all", "--die-with-parent", "--uid", "1000", "--gid", "1000", "--cap-drop", "ALL"]
        command += ["--ro-bind", str(self.folder), "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
        command += ["--bind", str(desk), str(desk), "--chdir", str(desk), "--clearenv"]
        if screen:
            socket = str(SCREENS / f"X{screen.removeprefix(':')}")
            command += ["--ro-bind", socket, socket]
        for name, value in environment.items():
            command += ["--setenv", name, value]
        return [*command, "--", *words]

    def files(self) -> set[str]:
        """Everything in the root but what package tools and caches keep for themselves."""
        own = (
            "proc",
            "sys",
            "dev",
            "tmp",
            "run",
            "var/lib/dpkg",
            "var/lib/apt",
            "var/cache",
            "var/log",
            "etc/ld.so.cache",
        )
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*"))
        return {name for name in found if not name.startswith(own)}


def _environment(desk: Path, extra: dict[str, str], screen: str) -> dict[str, str]:
    """All that a program under proof is told: whose home, where programs are, and a screen if it has one."""
    shown = {"DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"} if screen else {}
    return {"HOME": f"{desk}/home", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "USER": "user", **extra, **shown}


def _search_path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin"


def _mirror() -> list[str]:
    """Where this machine fetches the same Debian from, if it is one; nothing leaves the choice to debootstrap."""
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME) $(COMPONENT)", "Created-By: Packages"]
    try:
        rows = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    except FileNotFoundError:
        return []
    return [uri for uri, *rest in map(str.split, rows) if rest == [SUITE, "main"]][:1]


class Nearest(Root):
    """Where no bare Debian can be made: this machine itself, with an empty environment and an empty home.

    Its libraries and fonts are there, so what the package lacks may go unseen; but neither its Python nor the source
    tree are on any path.
    """

    def __init__(self) -> None:
        super().__init__(Path("/"))

    def administer(self, *words: str) -> str:
        """Nothing is installed into this machine.

        Raises:
            ProofFailed: always.
        """
        raise ProofFailed(f"{words[0]} is for a root of its own")

    def command(self, words: list[str], desk: Path, extra: dict[str, str], screen: str = "") -> list[str]:
        """How to run a program as one who has nothing but ``desk``, without root's privileges."""
        environment = _environment(desk, extra, screen)
        plain = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
        return [
            *plain,
            "env",
            "-i",
            "-C",
            str(desk),
            *(f"{name}={value}" for name, value in environment.items()),
            *words,
        ]


def _bootstrap(cache: Path) -> None:
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    command = ["debootstrap", "--variant=minbase", SUITE, str(cache / "root"), *_mirror()]
    environment = {**os.environ, "PATH": _search_path()}
    try:
        answer = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    except subprocess.TimeoutExpired as late:
        raise Unprovable("Debian's mirror did not answer in time") from late
    if answer.returncode:
        raise Unprovable(f"debootstrap found no mirror or failed: {(answer.stdout + answer.stderr).strip()[-300:]}")
    (cache / "finished").touch()

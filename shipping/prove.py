"""``make test-package``: what ``make package`` made is tried in a bare Debian without Python and without network.

    python -m shipping.prove             everything
    python -m shipping.prove --no-deb    the unpacked archive alone

Comes in: ``dist/``. Goes out: a line per proof, ``dist/proof/`` with a picture of the window. Where no bare Debian can
be made (no debootstrap, no mirror, not root) it says why and tries the archives on this machine, with an empty
environment; with ``--must`` that is an error.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from shipping.contents import REPOSITORY
from shipping.make import DIST
from shipping.proof import installing, journey
from shipping.proof.checks import CHECKS, lay_desk
from shipping.proof.program import Program, source_program
from shipping.proof.root import Nearest, ProofFailed, Root, Unprovable
from shipping.proof.screen import virtual_screen
from shipping.proof.training import check_training_by_dialog

WORK = REPOSITORY / "build" / "proof"
PROOF = DIST / "proof"


def main() -> int:
    """Prove what was asked for; 1 at the first that fails, with one line that says what."""
    given = _parse()
    root, reason = _root()
    if reason and given.must:
        print(f"error: no bare Debian to prove the package in: {reason}", file=sys.stderr)
        return 1
    if reason:
        print(f"no bare Debian here ({reason}); trying on this machine, with an empty environment", flush=True)
    # Both sides see this folder under the same name.
    desk = Path(tempfile.mkdtemp(prefix="desktop-unet-", dir="/tmp"))
    try:
        _prove(root, desk, with_deb=not given.no_deb and not reason)
    except (ProofFailed, subprocess.SubprocessError) as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(desk, ignore_errors=True)
        shutil.rmtree(WORK / "root", ignore_errors=True)
    return 0


def _root() -> tuple[Root, str]:
    """A bare Debian and nothing, or the nearest thing and why it has to do."""
    try:
        return Root.made(WORK / "root", WORK / "bare"), ""
    except Unprovable as reason:
        return Nearest(), str(reason)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--no-deb", action="store_true", help="prove the archive alone")
    parser.add_argument("--must", action="store_true", help="fail where nothing can be proven here")
    return parser.parse_args()


def _prove(root: Root, desk: Path, *, with_deb: bool) -> None:
    archive, run, package = (_made(pattern) for pattern in ("*.tar.*", "*.run", "*.deb"))
    PROOF.mkdir(exist_ok=True)
    lay_desk(desk)
    if not isinstance(root, Nearest):
        _tell("what the root has besides a bare Debian", lambda: installing.install_needs(package, root))
    packed, source = installing.unpack_tar(archive, desk, root), source_program(desk)
    for name, check in CHECKS:
        _tell(name, lambda check=check: check(packed, source))  # type: ignore[misc]
    _prove_window(packed, PROOF / "window.png")
    with virtual_screen() as screen:
        picture = PROOF / "training.png"
        _tell("training by the dialog", lambda: check_training_by_dialog(packed, screen, picture))
    _tell(run.name, lambda: installing.check_self_extracting(run, desk, root))
    if with_deb:
        _prove_deb(package, root, desk, source)


def _prove_window(packed: Program, picture: Path) -> None:
    with virtual_screen() as screen:
        _tell("the window", lambda: journey.check_journey(packed, screen, picture))
        _tell("the first result", lambda: journey.measure_first_result(packed, screen))
        # Ends its windows in order, so that they leave settings.
        _tell("the window's start", lambda: journey.measure_first_paint(packed, screen))


def _prove_deb(package: Path, root: Root, desk: Path, source: Program) -> None:
    """Install, use, upgrade, use, remove; the user's settings live through all of it."""
    _tell("lintian", lambda: installing.check_lint(package))
    before = root.files()
    installed = installing.install(package, root, desk)
    for name, check in CHECKS[:3]:
        _tell(f"{name}, installed", lambda check=check: check(installed, source))  # type: ignore[misc]
    _prove_window(installed, PROOF / "window-installed.png")
    settings = desk / "home/.config/desktop-unet/settings.json"
    kept = settings.read_bytes()
    _tell("upgrade", lambda: installing.check_upgrade(package, root, WORK))
    _tell("self-check, upgraded", lambda: CHECKS[0][1](installed, source))
    _tell("removal", lambda: installing.check_removal(root, before))
    if not settings.is_file() or settings.read_bytes() != kept:
        raise ProofFailed("the user's settings did not live through upgrade and removal")


def _made(pattern: str) -> Path:
    found = sorted(DIST.glob(pattern))
    if len(found) != 1:
        raise ProofFailed(f"{len(found)} files {pattern} in {DIST}: run make package first")
    return found[0]


def _tell(name: str, proof: Callable[[], str]) -> None:
    started = time.monotonic()
    said = proof()
    print(f"* {name}: {said} [{time.monotonic() - started:.0f} s]", flush=True)


if __name__ == "__main__":
    sys.exit(main())

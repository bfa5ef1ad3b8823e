"""The journal of a run while that lasts, once it is sure that the output's folder takes files.

Comes in: a plan and where its journal lies. Goes out: the journal, open; what was damaged is put aside and rebuilt.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop_unet.errors import OutputUnwritable
from desktop_unet.studio.batch.jobs import Job
from desktop_unet.studio.batch.journal import Journal, open_journal
from desktop_unet.studio.batch.plan import Plan, rebuild


@contextlib.contextmanager
def held_journal(
    job: Job, plan: Plan, path: Path, digest: str, on_rebuilt: Callable[[Path, int], None]
) -> Iterator[Journal]:
    """Make the output's folder and hold the journal.

    Args:
        job: what is done to each photo.
        plan: all photos.
        path: the journal's.
        digest: of the settings.
        on_rebuilt: told where a damaged journal lies now, and how many results are taken for done.

    Raises:
        OutputUnwritable: the folder cannot be made, or takes no files.
        BatchBusy, JournalForeign, JournalUnwritable: as ``open_journal``.
    """
    try:
        plan.out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(path=plan.out_dir, reason=error.strerror or error) from None
    if not os.access(plan.out_dir, os.W_OK | os.X_OK):
        raise OutputUnwritable(path=plan.out_dir, reason=os.strerror(13))
    opened = open_journal(path)
    try:
        if opened.aside is not None:
            on_rebuilt(opened.aside, rebuild(plan, opened.journal, digest, job.beside))
        yield opened.journal
    finally:
        opened.journal.close()

"""Where the program starts: the window, or the command line when a verb is given."""

from __future__ import annotations

import multiprocessing
import sys

from desktop_unet.cli import main

if __name__ == "__main__":
    # A frozen program starts itself again for every worker process; this tells them apart.
    multiprocessing.freeze_support()
    sys.exit(main())

"""How the program is packed, shipped and proven: what ``make package`` and ``make test-package`` run."""

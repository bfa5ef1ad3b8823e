"""The proof that the package works on a machine without Python: ``make test-package``."""

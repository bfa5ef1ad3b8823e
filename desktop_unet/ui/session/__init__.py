"""The window's centre: one session, what it owns, and the worker thread."""

"""The beginning and the end of a run: one window, first start, crash log."""

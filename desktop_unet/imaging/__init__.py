"""Photos as values: numpy arrays, codecs and arithmetic; no torch, no Qt."""

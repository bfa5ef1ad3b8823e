"""Training: folders of photos in, weights files out; never sees the engine or the window."""

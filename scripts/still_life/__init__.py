"""A small ray tracer in numpy that paints the sample photo: a still life by a window."""

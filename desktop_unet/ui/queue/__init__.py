"""Many photos in the window: what is asked before, the queue at work, and how it is watched."""

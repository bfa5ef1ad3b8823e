"""Many photos with one command: what is to be done, a journal of what has been, and the run itself."""

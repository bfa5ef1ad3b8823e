"""The panel beside the photo: the task and how it is done."""

"""Networks measured on folders of photos, through the engine that the program uses."""

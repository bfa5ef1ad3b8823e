"""A photo's way through a network."""

"""The photo, the tools that mark it, and what stands around them."""

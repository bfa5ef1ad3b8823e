"""What the pointer does to the mask: one small class per tool, and a table of them."""

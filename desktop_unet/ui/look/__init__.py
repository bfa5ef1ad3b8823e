"""How everything looks and what language it speaks."""

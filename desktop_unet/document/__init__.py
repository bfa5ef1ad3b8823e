"""The edit: a photo, what was painted over it, what came of it, and the way back."""

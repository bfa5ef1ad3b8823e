"""What age and handling leave on photos, made by code: for teaching a network to find it, and for measuring that."""

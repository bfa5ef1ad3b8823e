"""The skip lab without Qt: what is chosen, what its worker computes, lessons."""

"""The skip lab's window. Figures come from ``engine.lab`` through ``work``; nothing here knows torch."""

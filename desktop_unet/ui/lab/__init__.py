"""The skip lab's window. Figures come from ``engine.lab`` through ``studio.lab``; nothing here knows torch."""

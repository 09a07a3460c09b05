"""The duty roster: planned, taken in, changed, swapped."""

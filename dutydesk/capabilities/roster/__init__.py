"""The duty roster: planned, taken in, changed, swapped."""

KINDS = ("roster",)
"""First words of its events' kinds, or whole kinds."""

"""Which reporting limits the office chose."""

KINDS = ("limits",)
"""First words of its events' kinds, or whole kinds."""

"""How a matter ends."""

KINDS = ("matter.closed",)
"""First words of its events' kinds, or whole kinds."""

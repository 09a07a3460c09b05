"""Which rulebook counts."""

KINDS = ("rulebook",)
"""First words of its events' kinds, or whole kinds."""

"""Keys by which people come in from outside, over SSH."""

KINDS = ("ssh",)
"""First words of its events' kinds, or whole kinds."""

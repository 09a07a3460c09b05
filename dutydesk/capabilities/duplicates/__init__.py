"""One affair through two channels: what looks like the same is said before a second matter is made, and what was decided is kept."""

KINDS = ("alike",)
"""First words of its events' kinds, or whole kinds."""

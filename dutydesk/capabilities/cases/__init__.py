"""The case library: what was learned of an affair that is closed, and what of it helps with the next one."""

KINDS = ("case",)
"""First words of its events' kinds, or whole kinds."""

"""Instructions of leaders, from receipt to feedback."""

KINDS = ("instruction",)
"""First words of its events' kinds, or whole kinds."""

"""The handover: the walkthrough, its sheet, the two signatures."""

KINDS = ("handover", "head")
"""First words of its events' kinds, or whole kinds."""

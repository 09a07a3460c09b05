"""Reports: drafts, texts, recipients, what is checked before sending."""

KINDS = ("report",)
"""First words of its events' kinds, or whole kinds."""

"""Files and recordings that belong to a matter, a message or a call."""

KINDS = ("attachment",)
"""First words of its events' kinds, or whole kinds."""

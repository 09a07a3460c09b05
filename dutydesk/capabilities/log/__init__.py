"""The shift log: entries, corrections, and how every row reads."""

KINDS = ("act", "entry", "export", "message.received")
"""First words of its events' kinds, or whole kinds."""

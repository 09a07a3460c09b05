"""What became of a report at each of its recipients: how it went, who took it, whether they confirmed that they have it."""

KINDS = ("report.delivered", "report.received")
"""First words of its events' kinds, or whole kinds."""

"""What is owed and telling in time: clocks, alerts, ladders."""

KINDS = ("alert", "obligation", "act.recorded")
"""First words of its events' kinds, or whole kinds."""

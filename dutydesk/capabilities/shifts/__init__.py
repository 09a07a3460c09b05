"""People on duty: shifts, posts, reliefs."""

KINDS = ("item", "officer", "shift", "store", "roster.planned")
"""First words of its events' kinds, or whole kinds."""

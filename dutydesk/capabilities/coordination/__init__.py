"""Handling with others: units, plan steps, actions, resources."""

KINDS = ("action", "plan", "resource", "unit")
"""First words of its events' kinds, or whole kinds."""

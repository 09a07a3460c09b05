"""Meetings, from notice to minutes."""

KINDS = ("meeting",)
"""First words of its events' kinds, or whole kinds."""

"""Levels: what the standards propose, and what was decided."""

KINDS = ("matter.criteria", "matter.level_set")
"""First words of its events' kinds, or whole kinds."""

"""Whose consent an act needs, and how it is proved."""

KINDS = ("consent",)
"""First words of its events' kinds, or whole kinds."""

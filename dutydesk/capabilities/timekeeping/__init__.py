"""Doubts about the time, and hours without watch."""

KINDS = ("watch",)
"""First words of its events' kinds, or whole kinds."""

"""Matters: one file per affair, its facts and figures."""

KINDS = ("matter",)
"""First words of its events' kinds, or whole kinds."""

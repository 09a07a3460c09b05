"""Policies: interpretation, recipients, application windows."""

KINDS = ("policy",)
"""First words of its events' kinds, or whole kinds."""

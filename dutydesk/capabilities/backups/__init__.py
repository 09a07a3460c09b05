"""Copies of the store: where they go, that they were made and proved, and that one was put back."""

KINDS = ("backup", "store.restored")
"""First words of its events' kinds, or whole kinds."""

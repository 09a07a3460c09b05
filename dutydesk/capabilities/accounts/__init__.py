"""Accounts, roles and secrets."""

KINDS = ("account",)
"""First words of its events' kinds, or whole kinds."""

"""Calls, the contact book, the call for help."""

KINDS = ("call", "contact", "emergency")
"""First words of its events' kinds, or whole kinds."""

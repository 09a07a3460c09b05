"""The office's registers: whatever is opened, changed, acted upon and ended, by declaration (``kernel.registers``)."""

KINDS = ("register",)
"""First words of its events' kinds, or whole kinds."""

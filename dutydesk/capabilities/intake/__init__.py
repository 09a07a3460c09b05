"""Messages that come in, until they are disposed of."""

KINDS = ("message",)
"""First words of its events' kinds, or whole kinds."""

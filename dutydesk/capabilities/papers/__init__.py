"""The papers of the office: what stands on each is data, what it is filled from is read from the store."""

KINDS = ("office",)
"""First words of its events' kinds: what the office says of itself; the rest of a paper is read from what others wrote."""

"""The papers of the office: what stands on each is data, what it is filled from is read from the store."""

KINDS = ()
"""First words of its events' kinds: papers are read from what others wrote."""

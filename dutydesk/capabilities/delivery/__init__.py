"""What leaves the house: alerts through the office's channels."""

KINDS = ("dispatch",)
"""First words of its events' kinds, or whole kinds."""

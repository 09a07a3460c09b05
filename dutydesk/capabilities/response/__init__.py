"""A response: assessed, activated, kept."""

KINDS = ("response", "matter.assessed")
"""First words of its events' kinds, or whole kinds."""

"""Appeals: their disposal, and links to earlier ones."""

KINDS = ("appeal",)
"""First words of its events' kinds, or whole kinds."""

"""What was written into the emergency log while the store could not be written, and how it comes into the journal."""

KINDS = ("emergency_log",)
"""First words of its events' kinds, or whole kinds."""

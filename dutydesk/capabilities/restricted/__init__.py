"""Matters that only named people see: who holds them, who is told, what goes over at a handover on an annex."""

KINDS = ("restricted",)
"""First words of its events' kinds, or whole kinds."""

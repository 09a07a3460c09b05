"""Rounds and registers of a shift: roll call, patrol, papers in custody, visitors, keys, leaders away."""

KINDS = ("custody", "key", "leader", "patrol", "roll_call", "visit")
"""First words of its events' kinds, or whole kinds."""

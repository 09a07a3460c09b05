"""Rounds and registers of a shift: roll call, patrol, papers in custody, visitors, keys, leaders away."""

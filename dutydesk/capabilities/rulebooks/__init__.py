"""Which rulebook counts."""

"""Which reporting limits the office chose."""

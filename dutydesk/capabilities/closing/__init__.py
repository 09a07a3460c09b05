"""How a matter ends."""

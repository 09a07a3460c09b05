"""Its use cases."""

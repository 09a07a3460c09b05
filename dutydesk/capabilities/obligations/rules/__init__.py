"""Its rules: pure."""

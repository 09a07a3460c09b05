"""Its acts."""

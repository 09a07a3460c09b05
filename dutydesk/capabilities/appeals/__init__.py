"""Appeals: their disposal, and links to earlier ones."""

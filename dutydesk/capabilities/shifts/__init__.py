"""People on duty: shifts, posts, reliefs."""

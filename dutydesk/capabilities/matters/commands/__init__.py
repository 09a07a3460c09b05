"""Its commands on the screen."""

"""The shift log: entries, corrections, and how every row reads."""

"""Texts that leave the house: reports, the day's log."""

"""Duty sheets as offices keep them, read without guessing."""

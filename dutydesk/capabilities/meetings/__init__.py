"""Meetings, from notice to minutes."""

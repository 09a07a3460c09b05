"""Levels: what the standards propose, and what was decided."""

"""Whose consent an act needs, and how it is proved."""

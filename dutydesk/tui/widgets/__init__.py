"""Widgets: they draw what they are given and say what was pressed."""

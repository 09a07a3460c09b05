"""Doubts about the time, and hours without watch."""

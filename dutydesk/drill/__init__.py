"""Drills: scripted days played on a store of their own, in the same desk, against expectations."""

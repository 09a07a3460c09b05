"""Sorting what comes in: kind, category, colour, facts, each with the words it rests on. Proposed, never decided."""

"""Handling with others: units, plan steps, actions, resources."""

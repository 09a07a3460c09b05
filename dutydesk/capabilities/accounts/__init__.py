"""Accounts, roles and secrets."""

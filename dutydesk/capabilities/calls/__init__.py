"""Calls, the contact book, the call for help."""

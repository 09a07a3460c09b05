"""Policies: interpretation, recipients, application windows."""

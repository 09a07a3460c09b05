"""Screens: the desk, a matter's file, dialogs. They own state and hand it down."""

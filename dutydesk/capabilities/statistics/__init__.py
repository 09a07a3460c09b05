"""How punctual the desk was."""

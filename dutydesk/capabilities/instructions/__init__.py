"""Instructions of leaders, from receipt to feedback."""

"""Setting up an office: what it needs before its first shift, what of it is there, and what is still missing."""

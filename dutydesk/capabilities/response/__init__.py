"""A response: assessed, activated, kept."""

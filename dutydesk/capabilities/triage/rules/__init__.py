"""How a text is read and sorted: pure, with the words of the office's ``triage.toml``."""

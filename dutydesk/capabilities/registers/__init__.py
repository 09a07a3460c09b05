"""The office's registers: whatever is opened, changed, acted upon and ended, by declaration (``kernel.registers``)."""

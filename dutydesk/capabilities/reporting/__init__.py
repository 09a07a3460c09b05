"""Reports: drafts, texts, recipients, what is checked before sending."""

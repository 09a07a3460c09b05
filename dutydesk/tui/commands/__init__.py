"""One class a verb: key, key bar, palette entry and help come from one declaration."""

"""Where the truth is kept: one SQLite file, a hash-chained journal, and tables computed from it."""

"""Finding: one box over everything that was ever written, with filters in what is typed."""

"""What is read over all of the others: a matter's file, pages, prints."""

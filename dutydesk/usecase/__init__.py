"""What every use case works with: the work in hand, the books, rights, who is named."""

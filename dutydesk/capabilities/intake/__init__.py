"""Messages that come in, until they are disposed of."""

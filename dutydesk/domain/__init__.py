"""The rules of a duty room, as pure functions: no clock, no I/O, no SQL, no screen."""

"""The command line: a contract (DESIGN §9). One module a command or family of commands."""

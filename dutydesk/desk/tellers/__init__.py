"""How rows of the rarer kinds are told, one module a room of ``domain.events``; imported when the first is shown."""

"""Nothing that is due passes unseen: the tick, what wakes it, and the sign that somebody is watching."""

"""A room at the terminal: join, send, tail, history."""

"""People and their posts, as many as asked for."""

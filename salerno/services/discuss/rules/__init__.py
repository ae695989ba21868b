"""What can be decided without the database: text, names, limits, and the order of the queue."""

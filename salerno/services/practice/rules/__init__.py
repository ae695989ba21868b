"""What can be decided without the database, one matter a file."""

"""What is sold, ordered, paid, returned and owed."""

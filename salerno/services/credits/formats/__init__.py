"""What goes to a board as a file, and what comes back."""

"""What a program sends as a file."""

"""What comes in and goes out as files: mail, productions."""

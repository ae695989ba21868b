"""What this room gives out, as files."""

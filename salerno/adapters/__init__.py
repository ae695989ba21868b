"""The outside world: what takes a payload out of the house. Loaded by name from the settings."""

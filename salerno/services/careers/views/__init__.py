"""The pages of this room, by side."""

"""The forms of this room. Each says at every field why, how long, and who sees it."""

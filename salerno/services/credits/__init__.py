"""Credits earned, claimed, and reported only when their owner asks."""

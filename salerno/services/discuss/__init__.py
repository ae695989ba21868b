"""Threads and comments, the caution beside them, reports and the one review queue."""

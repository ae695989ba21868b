"""Readers and writers: the feed as a table and as JSON, and the grant of a download."""

"""Full-text search over what is published, and over posts that the viewer may read."""

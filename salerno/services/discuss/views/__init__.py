"""Pages of discussion, files, and the review queue."""

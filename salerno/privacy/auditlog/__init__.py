"""Segments of the audit: append-only files, a chain per worker process, an index by person."""

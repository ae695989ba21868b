"""Readers of courses, one format a file."""

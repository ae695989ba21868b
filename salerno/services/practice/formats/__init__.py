"""Readers and writers of this room, one format a file."""

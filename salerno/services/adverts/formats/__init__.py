"""Readers and writers of one format each."""

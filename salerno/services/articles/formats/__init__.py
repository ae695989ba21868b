"""Readers of articles and of their figures."""

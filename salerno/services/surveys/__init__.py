"""Surveys, with a mode that nobody can link to a person."""

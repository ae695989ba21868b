"""Newsletters and offers: composed, sent, stopped with one click."""

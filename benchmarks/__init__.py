"""Measurements, one command each: ``salerno bench NAME``."""

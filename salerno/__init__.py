"""Salerno: a platform for publishing medical knowledge whose privacy policy is compiled."""

__version__ = "0.1.0"

"""Certificates as they are printed, with the typefaces they are set in."""

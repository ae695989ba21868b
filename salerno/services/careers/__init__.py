"""Positions, employers, and what a physician lets them see."""

"""Newsletters, offers and alerts: composed, counted, sent, stopped with one click.

Realises N-08, N-46, N-49, N-50, N-89, N-90, H-41, H-72, H-73 and H-74.
"""

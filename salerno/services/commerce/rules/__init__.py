"""Prices, days and the ledger. Pure, and in whole cents."""

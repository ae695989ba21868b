"""The proof of an erasure: plant values that stand nowhere else, erase, and look for each of them.

A real site of its own is driven over HTTP; then every page, every row and every byte is searched.
"""

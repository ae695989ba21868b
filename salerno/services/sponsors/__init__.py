"""Papers that a sponsor pays for, and what the sponsor learns of who asked for them.

A sponsor receives exactly the fields that the paper names, of exactly those who said yes to this
sponsor at this paper, at the moment of the download. It realises N-61, N-62 and N-63.
"""

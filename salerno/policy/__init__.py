"""What an operator's policy says: packs, layers and texts, loaded into the values of the kernel.

An organisation edits TOML and Markdown; nothing here needs to be touched for that.
Realises N-01, N-03, N-05, N-36, N-87, N-101, N-104, N-105, N-107 to N-110, N-119 and
H-01 to H-03, H-07, H-08, H-11, H-12, H-30, H-31, H-38, H-40, H-42, H-43, H-51, H-94, H-96.
"""

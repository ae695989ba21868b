"""The kernel: how a declaration becomes collection, queries, disclosures and erasure.

Knows no room and no organisation. What is declared beside a column (``Holds``) is the only
source; the gate, the rights and the published policy are computed from it.
"""

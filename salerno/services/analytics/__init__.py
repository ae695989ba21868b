"""What was opened and for how long: a person's own history, and counts in which nobody stands.

It realises N-27 and N-48: pages are ordered by what somebody reads only where they let it be.
"""

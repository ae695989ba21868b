"""Events: who comes, who waits, who was there, and who sees whom.

It realises N-20: a seat beyond the capacity is a place on the waiting list, and the list of those
who come is read by those who come, of those who put themselves on it.
"""

"""The desk: what people ask of the operator, and what the law asks of it, on the clock.

A person is reached only through an open case, and can read who looked.
"""

"""A payment carrier for the demonstration and for tests, as troublesome as a real one.

It keeps its own files beside the house's data. It declines, repeats, reorders, loses and delays
its notices on demand, by the number of the card. It keeps no number: a token and four digits.
"""

"""The rows of the two policies, and what the tests of this commit show of each."""

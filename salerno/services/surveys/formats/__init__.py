"""The text in which a survey is written, and the table of its results."""

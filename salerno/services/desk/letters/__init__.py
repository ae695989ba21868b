"""Letters of the desk: their words, and their sheet of paper."""

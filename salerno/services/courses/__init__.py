"""Courses: units to read and hear, a graded quiz, progress, and those who teach and learn.

What is taught is about nobody; what a learner does carries the scope of its course, and opens
only to those who teach there. It realises H-15 and H-57, and the course's part of H-49, H-59
to H-61.
"""

"""Courses: units, a graded quiz, progress, and the people who teach and learn."""

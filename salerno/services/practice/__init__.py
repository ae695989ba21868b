"""The adaptive question bank: items, answers with confidence, mastery, exams, Recharge.

What is asked is about nobody; what a learner does is theirs. The administrator of a program that
pays for a seat sees progress, time, practice-exam scores and metacognitive scores, which stand in
tables of their own, and never a single answer. It realises N-64 and H-34, and practice's part of
H-21, H-58 and N-66 to N-68.
"""

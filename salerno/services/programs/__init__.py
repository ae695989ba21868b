"""Residency programs: seats that they pay for, and what they read of those who sit on them.

Exactly the residents on a paid seat, told before they accept, and of them progress, minutes by
module, practice-exam scores and metacognitive scores. Leaving ends it at once, and so does the end
of what was paid. It realises N-65 to N-69 with the room ``practice``.
"""

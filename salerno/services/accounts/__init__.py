"""People: registration, sign-in, sessions, second factors, profile, choices, and leaving.

Only this room can turn a subject into a name. It realises N-06, N-07, N-11 to N-13, N-15, N-17,
N-31, N-34 (the choice to be remembered), H-04, H-05, H-07, H-17, H-52, and the age answer.
"""

"""Letters: what is sent, to whom, for which purpose, and what a person wants to get.

Every letter names its purpose and the ground it stands on, or it is refused. It realises N-17 (in
part), and is the place of N-46, N-50 and N-89 to come.
"""

"""Files that people give us. For now: the photograph of a profile, stripped of place and camera.

A file lies in a private folder under a random name and is served through a view that asks the
gate; a guessed address is not found.
"""

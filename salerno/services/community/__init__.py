"""Members, their connections and invitations, and what becomes of what they write."""

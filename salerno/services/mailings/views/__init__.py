"""The pages of this room: people, the desk, and the carriers."""

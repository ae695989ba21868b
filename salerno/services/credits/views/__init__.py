"""The pages of this room: a learner's, and the desk's."""

"""The pages of this room: a resident's, a program's, and the desk's."""

"""The forms of the desk: those that anybody fills, and those of the staff."""

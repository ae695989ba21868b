"""The pages of this room: papers and their sheets, and the desk."""

"""Documents, structured data and letters of this room."""

"""Who may open an item: open to all, to members, or to those who are enrolled."""

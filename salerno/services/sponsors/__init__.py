"""Papers that a sponsor pays for, and what the sponsor learns of who asked for them."""

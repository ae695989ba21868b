"""The door: settings, addresses, base templates, and the purpose of each route."""

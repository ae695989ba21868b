"""The design system's page: every component with real words, and when to use which."""

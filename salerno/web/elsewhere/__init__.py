"""The hospital of the demonstration: an account elsewhere to sign in with. Never in production."""

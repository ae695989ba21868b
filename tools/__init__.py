"""Small checks and the runner of the tests."""

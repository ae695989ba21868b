"""A small world in which the gate is tried."""

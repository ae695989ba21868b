"""Events: places, waiting lists, attendance."""

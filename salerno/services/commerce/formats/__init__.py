"""Bills on paper."""

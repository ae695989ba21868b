"""The site with ten thousand people, and the same pages by plain Django."""

"""Programs that buy seats, and exactly what their administrators see."""

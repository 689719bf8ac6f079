"""What is drawn on the map of a function, and the popup that chooses it."""

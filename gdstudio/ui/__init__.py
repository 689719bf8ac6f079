"""What a person sees: the window, its panels, its pictures."""

"""What the centre of the window shows of each kind of objective."""

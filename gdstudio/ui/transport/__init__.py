"""The controls of playback: buttons, timeline, read-out, speed."""

"""What to run: frozen values, their JSON, their validation, the gallery."""

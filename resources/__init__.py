"""Files that GD Studio ships: icons, fonts, the gallery and the JSON Schema."""

"""Pictures: artists on given axes, moved by numbers. matplotlib lives here and in the canvas, nowhere above."""

"""What a loss looks like around a point: planes, curvature, directions; and formulas and functions to descend on."""

"""What a loss looks like around a point: planes through theta, curvature, directions; formulas and functions to descend on."""

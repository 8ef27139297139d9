"""Pictures of two nets that play against each other."""

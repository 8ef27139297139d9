"""A loss seen in a plane: what can be minimized, sections through it, runs over it and their projection, levels."""

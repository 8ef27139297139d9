"""Rows of the tables beyond the chapter: more activations, losses and initializers."""

"""Pictures of this lab alone."""

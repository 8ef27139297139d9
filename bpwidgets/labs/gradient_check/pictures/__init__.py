"""The pictures of GradientCheckLab."""

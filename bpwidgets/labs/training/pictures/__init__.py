"""The pictures of TrainingLab."""

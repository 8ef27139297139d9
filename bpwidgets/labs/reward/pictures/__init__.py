"""The pictures of RewardLab."""

"""The pictures of FineTuneLab."""

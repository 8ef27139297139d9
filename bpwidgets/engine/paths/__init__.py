"""The path of a descent: its steps, its checkpoints where they are too many to be kept, and whether it diverged."""

"""Room of `MemorizingLab`."""

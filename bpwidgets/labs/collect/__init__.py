"""Numbers of another lab, collected point by point."""

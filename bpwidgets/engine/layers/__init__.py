"""More layers beside `dense`, and what a new layer needs (`protocol`)."""

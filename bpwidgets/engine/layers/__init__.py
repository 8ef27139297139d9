"""More layers beside `dense`, and what a layer must have (`protocol`)."""

"""One folder for each lab; no lab imports another."""

"""What the chapter stands on: arrays and names of coordinates, work in chunks and on threads, differences, norms, erf."""

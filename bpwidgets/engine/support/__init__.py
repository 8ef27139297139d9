"""What the chapter stands on: arrays, tables, elementary functions, norms, differences, chunks and threads."""

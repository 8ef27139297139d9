"""What flows through a fresh net: its settings, its passes, and what theory says of wide nets."""

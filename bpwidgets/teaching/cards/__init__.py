"""What stands on a card: parts to read and to fill in."""

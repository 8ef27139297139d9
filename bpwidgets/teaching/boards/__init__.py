"""What is told about items beside their cards: progress, review, what comes back."""

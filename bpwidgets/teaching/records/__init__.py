"""What a learner did: events, the file that keeps them, and what is told of it."""

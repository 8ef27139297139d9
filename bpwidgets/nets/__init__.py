"""Small nets, ready made or of the user, with data and loss: what several labs look into."""

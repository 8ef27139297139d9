"""Records as people read them: of one learner, of a class."""

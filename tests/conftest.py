"""For all tests: property tests draw the same examples in every run and are not timed."""
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

"""Around a lesson: the form in which its notebook is committed."""

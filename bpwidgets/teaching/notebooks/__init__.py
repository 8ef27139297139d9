"""The form in which the notebook of a lesson is committed."""

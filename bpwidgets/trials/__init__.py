"""Trying a function that a learner wrote: calls, agreement of answers, known wrong versions."""

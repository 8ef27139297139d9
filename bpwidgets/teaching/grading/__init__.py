"""Lessons under nbgrader."""

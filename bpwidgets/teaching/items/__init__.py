"""The items that a lesson is made of."""

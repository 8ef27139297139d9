"""What a lesson is held to; each file has the checks of one kind. `checking.py` runs all of them."""

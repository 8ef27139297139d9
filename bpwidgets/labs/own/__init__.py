"""`make_lab` and `Curves`: a lab from a settings class and a function."""

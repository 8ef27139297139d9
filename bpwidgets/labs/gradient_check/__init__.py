"""GradientCheckLab: is it right, and with which step?"""

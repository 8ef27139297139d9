"""GradientMapLab: where does delta keep its size?"""
